import type { BackupSource } from '../../../archive/repository/source.ts';
import type { Runtime } from '../../../runtime.ts';
import { readRoots, writeRoots } from '../../../state/roots.ts';
import type { RestorePart } from '../restore-part.ts';
import { putSettings, settingChanges, settingLines } from './put-settings.ts';
import { savedProjectFiles } from './saved-project-files.ts';

/**
 * The configuration of a backup, for a project that is here: gecko.yaml and .env as they were, and the
 * sources that this machine does not know. Its id, token and keys stay those that its services have.
 */
export async function restoreSettings(
  source: BackupSource,
  runtime: Runtime,
): Promise<RestorePart> {
  const { config, paths } = runtime;
  const { id, project } = source.manifest;
  if (project !== config.project) return leftOut(project);
  const saved = await savedProjectFiles(source);
  const changes = settingChanges(saved, config);
  return {
    plan: settingLines(changes, id),
    json: { configuration: changes.map(({ path, change }) => ({ file: path, change })) },
    async carryOut() {
      const written = await putSettings(changes, id);
      await addRoots(saved.get('roots.json'), paths.project.roots);
      return {
        json: {},
        text:
          written.length === 0
            ? []
            : [`Restored ${written.join(', ')}. \`gecko up\` brings the services to it.`],
      };
    },
  };
}

function leftOut(project: string): RestorePart {
  const line = `its configuration is that of project ${project}, and is left out`;
  return {
    plan: [line],
    json: { configuration: [] },
    carryOut: async () => ({ json: {}, text: [] }),
  };
}

/** What is known here stays. */
async function addRoots(text: string | undefined, path: string): Promise<void> {
  if (text === undefined) return;
  const { roots } = JSON.parse(text) as { roots?: Record<string, unknown> };
  const known = readRoots(path);
  const taken = new Set(Object.values(known));
  const added = Object.entries(roots ?? {}).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' && !Object.hasOwn(known, entry[0]) && !taken.has(entry[1]),
  );
  if (added.length > 0) await writeRoots(path, { ...Object.fromEntries(added), ...known });
}
