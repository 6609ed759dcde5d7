import type { Manifest } from '../../archive/repository/manifest.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { counted } from '../counted.ts';
import { doorUrl } from '../docker/door-url.ts';
import { type DockerProject, openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { backupFacts } from './backup-facts.ts';
import { checkFit } from './check-fit.ts';
import { checkRuntime } from './check-runtime.ts';
import { checkedBackup } from './checked-backup.ts';
import { fillFrom } from './fill-from.ts';
import { openRepository } from './open-repository.ts';
import { progressOf } from './progress-of.ts';
import { type RestoreChanges, restoreChanges } from './restore-changes.ts';

export interface RestoreInput {
  /** `latest`, an id, or how one begins. */
  asked: string;
  to?: string | undefined;
  dryRun: boolean;
  /** An index of another model or other settings is restored all the same. */
  otherFingerprint: boolean;
}

/**
 * Brings the corpus back to what a backup holds, all of it or nothing: the backup is verified first, then
 * restored beside what is there, and the names switch to it at once. What was there stays for a rollback.
 * @throws GeckoError BACKUP_MISSING (exit 10), BACKUP_UNFIT (21), BACKUP_NEWER (22), BACKUP_DAMAGED (25),
 *   LOCKED (11), CONFIRMATION_NEEDED (5), and what the store throws
 */
export async function restore(input: RestoreInput, runtime: Runtime): Promise<Report> {
  await checkRuntime(runtime);
  const { signal, ui } = runtime;
  const place = openRepository(input.to, runtime);
  const manifest = await checkedBackup(input.asked, place, runtime);
  const project = await openProject(runtime);
  const server = project.door.snapshots(project.secrets.qdrantKey);
  const survey = await server.survey(signal);
  checkFit(manifest, survey, input.otherFingerprint);
  const changes = await restoreChanges(manifest, { survey, server }, signal);
  const json = { repository: place.name, backup: backupFacts(manifest), ...changes };
  const plan = planText(manifest, changes);
  if (input.dryRun) return { json: { ...json, restored: false }, text: () => plan };
  if (!(await ui.confirm(`${plan}\nRestore it?`, '--yes')))
    return { json: { ...json, restored: false }, text: () => 'Nothing was changed.' };
  const restored = await withMutex('gecko restore', runtime, () =>
    carryOut(manifest, { place, server, project }, runtime),
  );
  return {
    json: { ...json, restored: true, collections: restored },
    text: () => [...restored.map(restoredText), ...leftText(changes)].join('\n'),
  };
}

async function carryOut(
  manifest: Manifest,
  {
    place,
    server,
    project,
  }: { place: RepositoryPlace; server: QdrantSnapshots; project: DockerProject },
  runtime: Runtime,
): Promise<RestoredCollection[]> {
  const { signal } = runtime;
  const { collections } = manifest.store;
  const paths = new Map(collections.map(({ collection, files }) => [collection, files]));
  const wanted = new Set(collections.flatMap(({ files }) => Object.values(files)));
  const total = manifest.files
    .filter(({ path }) => wanted.has(path))
    .reduce((sum, { size }) => sum + size, 0);
  const progress = progressOf('Restoring', total, runtime);
  const { token, qdrantKey: apiKey } = project.secrets;
  try {
    const tools = await runtime.docker();
    return await tools.restore({
      qdrant: { url: `${await doorUrl('web', runtime)}/-/qdrant`, apiKey, token },
      wanted: collections,
      fill: (collection, part, physical) =>
        fillFrom(
          manifest,
          { path: paths.get(collection)?.[part] ?? '', collection: physical },
          { place, server, onSent: progress.add, signal },
        ),
    });
  } finally {
    progress.end();
  }
}

function planText({ id, createdAt }: Manifest, changes: RestoreChanges): string {
  const lines = changes.changes.map(({ collection, now, saved }) =>
    now === null
      ? `  ${collection}: ${counted(saved, 'document')}; it is not there now`
      : `  ${collection}: ${counted(saved, 'document')} in place of ${now}`,
  );
  const head = `Backup ${id} of ${createdAt}, verified:`;
  return [head, ...lines, ...leftText(changes).map((line) => `  ${line}`)].join('\n');
}

function leftText({ staying, foreign }: RestoreChanges): string[] {
  return [
    ...staying.map((name) => `${name} is not in the backup, and stays as it is`),
    ...foreign.map((name) => `${name} was made by another program, and is not restored`),
  ];
}

function restoredText({ collection, generation, documents, chunks }: RestoredCollection): string {
  return `Restored ${collection}: ${counted(documents, 'document')}, ${counted(chunks, 'chunk')}, as generation ${generation}. \`gecko corpus rollback\` goes back to what was there.`;
}
