import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { doorUrl } from '../docker/door-url.ts';
import { isInterrupted } from '../docker/is-interrupted.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import type { CorpusNow } from './corpus-now.ts';
import { takenNames } from './foreign-collections.ts';
import { liveGenerations } from './live-generations.ts';
import { qdrantDamage } from './qdrant-damage.ts';
import { replaceQdrant } from './replace-qdrant.ts';
import { restoreInto } from './restore-into.ts';
import type { RestoreTarget, RestoreWorld } from './restore-target.ts';
import { openSettled } from './volume/open-settled.ts';

/** How one fails that does not run. */
const silent = new Set(['BACKEND_UNREACHABLE', 'DEADLINE']);

/** The stack's Qdrant, to be restored into. @throws GeckoError of the engine and of the server */
export async function restoreQdrant({
  source,
  dryRun,
  runtime,
}: RestoreWorld): Promise<RestoreTarget> {
  const project = await openSettled(dryRun, runtime);
  const { token, qdrantKey: apiKey } = project.secrets;
  const server = project.door.snapshots(apiKey);
  const { now, damage } = await storeNow(server, project, runtime);
  return {
    now,
    damage,
    async carryOut(store) {
      if (store.kind !== 'qdrant') throw new Error('a backup of another store');
      if (damage !== null) return replaceQdrant(source, store, runtime);
      return withMutex('gecko restore', runtime, async () => {
        const at = { url: `${await doorUrl('web', runtime)}/-/qdrant`, apiKey, token };
        const collections = await restoreInto(server, at, { source, store }, runtime);
        return { collections, aside: null };
      });
    },
  };
}

async function storeNow(
  server: QdrantSnapshots,
  project: DockerProject,
  runtime: Runtime,
): Promise<Pick<RestoreTarget, 'now' | 'damage'>> {
  try {
    return { now: await nowOf(server, runtime.signal), damage: null };
  } catch (error) {
    runtime.signal.throwIfAborted();
    if (!(error instanceof GeckoError) || !silent.has(error.code)) throw error;
    const damage = await qdrantDamage(project, runtime);
    if (damage === null) throw isInterrupted(project.seen) ? interrupted(error) : error;
    return { now: { kind: 'qdrant', version: null, taken: [], collections: [] }, damage };
  }
}

function interrupted(cause: GeckoError): GeckoError {
  return new GeckoError(cause.code, cause.message, {
    exitCode: cause.exitCode,
    hint: 'A restore was interrupted: finish it with gecko restore --resume, then run this command again.',
    cause,
  });
}

async function nowOf(server: QdrantSnapshots, signal: AbortSignal): Promise<CorpusNow> {
  const survey = await server.survey(signal);
  const collections = [];
  for (const { collection, generation, documents } of liveGenerations(survey)) {
    const { count } = await server.records(documents, signal);
    collections.push({ collection, documents: count, fingerprint: generation.fingerprint });
  }
  const taken = takenNames(survey);
  return { kind: 'qdrant', version: survey.version, taken, collections };
}
