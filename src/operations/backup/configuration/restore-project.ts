import { dirname, join, resolve } from 'node:path';
import type { BackupSource } from '../../../archive/repository/source.ts';
import { projectPaths } from '../../../config/paths.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { exitCodes } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { createExclusive } from '../../../state/atomic-file.ts';
import type { RestorePart } from '../restore-part.ts';
import { stateFiles } from './project-files.ts';
import { putSettings, settingChanges, settingLines } from './put-settings.ts';
import { savedProjectFiles } from './saved-project-files.ts';

/**
 * A project on a machine that has nothing of it: first its configuration, its id, its token and its keys.
 * What it holds is restored by the same command once it is up, with that configuration.
 * @param again the command that goes on, without the options of the project
 * @throws GeckoError of a configuration that this gecko cannot read (exit 2)
 */
export async function restoreProject(
  source: BackupSource,
  again: string,
  runtime: Runtime,
): Promise<RestorePart> {
  const { config, paths } = runtime;
  const { id, project } = source.manifest;
  const saved = await savedProjectFiles(source);
  const changes = settingChanges(saved, config);
  const place = placeOf(changes, resolve('.'));
  const sourceOf = (name: string) => {
    const text = saved.get(name);
    return text === undefined ? null : { path: join(place, name), text };
  };
  const read = await resolveConfig({
    cwd: place,
    env: {},
    flags: {},
    file: sourceOf('gecko.yaml'),
    dotenv: sourceOf('.env'),
    user: null,
  });
  const own = projectPaths(paths, project);
  const files = stateFiles(own).flatMap(({ name, path }) => fileOf(saved.get(name), path));
  const lockFolder = saved.has('gecko.yaml') ? place : own.folder;
  files.push(...fileOf(saved.get('gecko.lock.json'), join(lockFolder, 'gecko.lock.json')));
  const option = read.project === project || isGiven(runtime) ? '' : ` --project ${project}`;
  const isDocker = JSON.parse(saved.get('state.json') ?? '{}').runtime === 'docker';
  // Models come from the backup, and not over a network.
  const up = source.manifest.models === null ? 'gecko up' : 'gecko up --no-model';
  const next = [...(isDocker ? [up] : []), again].map((line) => `${line}${option}`);
  const text = `This machine has nothing of project ${project}: first its configuration. What it holds follows by: ${next.join(', then ')}`;
  return {
    plan: [
      ...settingLines(changes, id),
      `the id, the token and the keys of project ${project}`,
      text,
    ],
    json: { configuration: changes.map(({ path, change }) => ({ file: path, change })), next },
    async carryOut() {
      await putSettings(changes, id);
      // What is there already is what its services have.
      for (const file of files) createExclusive(file.path, file.text);
      return {
        json: { restored: 'configuration' },
        text: [`The configuration of project ${project} is back. Now: ${next.join(', then ')}`],
        exitCode: exitCodes.partial,
      };
    },
  };
}

function placeOf(changes: readonly { path: string }[], folder: string): string {
  const [first] = changes;
  return first ? dirname(first.path) : folder;
}

function fileOf(text: string | undefined, path: string): { path: string; text: string }[] {
  return text === undefined ? [] : [{ path, text }];
}

/** By the environment, as long as that is set. */
function isGiven({ config }: Runtime): boolean {
  const entry = config.entries.find(({ key }) => key === 'project');
  return entry?.origin.kind === 'environment';
}
