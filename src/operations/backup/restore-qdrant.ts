import type { ManifestFile, SavedStore } from '../../archive/repository/manifest.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { doorUrl } from '../docker/door-url.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import type { CorpusNow } from './corpus-now.ts';
import { fillFrom } from './fill-from.ts';
import { liveGenerations } from './live-generations.ts';
import { progressOf } from './progress-of.ts';
import type { RestoreTarget, RestoreWorld } from './restore-target.ts';

/** The stack's Qdrant, to be restored into. @throws GeckoError of the engine and of the server */
export async function restoreQdrant({ source, runtime }: RestoreWorld): Promise<RestoreTarget> {
  const project = await openProject(runtime);
  const { token, qdrantKey: apiKey } = project.secrets;
  const server = project.door.snapshots(apiKey);
  const { signal } = runtime;
  return {
    now: await nowOf(server, signal),
    damage: null,
    carryOut: (store) =>
      withMutex('gecko restore', runtime, async () => {
        if (store.kind !== 'qdrant') throw new Error('a backup of another store');
        const paths = new Map(store.collections.map((one) => [one.collection, one.files]));
        const progress = progressOf('Restoring', totalOf(store, source.manifest.files), runtime);
        try {
          const tools = await runtime.docker();
          const collections = await tools.restore({
            qdrant: { url: `${await doorUrl('web', runtime)}/-/qdrant`, apiKey, token },
            wanted: store.collections,
            fill: (collection, part, physical) =>
              fillFrom(
                source,
                { path: paths.get(collection)?.[part] ?? '', collection: physical },
                { server, onSent: progress.add, signal },
              ),
          });
          return { collections, aside: null };
        } finally {
          progress.end();
        }
      }),
  };
}

async function nowOf(server: QdrantSnapshots, signal: AbortSignal): Promise<CorpusNow> {
  const survey = await server.survey(signal);
  const collections = [];
  for (const { collection, generation, documents } of liveGenerations(survey)) {
    const { count } = await server.records(documents, signal);
    collections.push({ collection, documents: count, fingerprint: generation.fingerprint });
  }
  return { kind: 'qdrant', version: survey.version, collections };
}

function totalOf(
  { collections }: Extract<SavedStore, { kind: 'qdrant' }>,
  files: readonly ManifestFile[],
): number {
  const wanted = new Set(collections.flatMap((one) => Object.values(one.files)));
  return files.filter(({ path }) => wanted.has(path)).reduce((sum, { size }) => sum + size, 0);
}
