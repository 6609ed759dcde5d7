import type { SavedStore } from '../../../archive/repository/manifest.ts';
import type { BackupSource } from '../../../archive/repository/source.ts';
import type { ProvenCollection } from '../../../embedded/services.ts';
import type { Engine } from '../../../engine/engine.ts';
import { sweepScratch } from '../../../engine/execute/sweep-scratch.ts';
import { withScratchQdrant } from '../../../engine/execute/with-scratch-qdrant.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { labelNames } from '../../../stack/labels.ts';
import { qdrant } from '../../../stack/services/qdrant.ts';
import { checkFit } from '../check-fit.ts';
import { fillFrom } from '../fill-from.ts';
import { progressOf } from '../progress-of.ts';

type SavedQdrant = Extract<SavedStore, { kind: 'qdrant' }>;

/** Milliseconds that the scratch Qdrant has to answer, and between two tries. */
const [PATIENCE, PAUSE] = [60_000, 200];

/** Of Qdrant: its snapshots go into another one, of the stack's own image, that is there for this alone. */
export async function testQdrant(
  source: BackupSource,
  store: SavedQdrant,
  runtime: Runtime,
): Promise<ProvenCollection[]> {
  const { config, signal, ui } = runtime;
  const { project } = config;
  const tools = await runtime.docker();
  const engine = await tools.engine();
  await sweepScratch(engine, project);
  const image = await imageOf(engine, runtime);
  ui.event({ type: 'step', text: 'Starting a scratch Qdrant' });
  return withScratchQdrant(
    engine,
    { image, project },
    async (url) => {
      const server = await tools.openQdrant(url);
      const { version } = await answering(() => server.survey(signal), runtime);
      const { id } = source.manifest;
      checkFit({ id, store }, { kind: 'qdrant', version, collections: [] }, true);
      const paths = new Map(store.collections.map((one) => [one.collection, one.files]));
      const wanted = new Set(store.collections.flatMap(({ files }) => Object.values(files)));
      const total = source.manifest.files
        .filter(({ path }) => wanted.has(path))
        .reduce((sum, { size }) => sum + size, 0);
      const progress = progressOf('Restoring to a scratch Qdrant', total, runtime);
      try {
        return await tools.proveQdrant({
          url,
          wanted: store.collections,
          fill: (collection, part, physical) =>
            fillFrom(
              source,
              { path: paths.get(collection)?.[part] ?? '', collection: physical },
              { server, onSent: progress.add, signal },
            ),
        });
      } finally {
        progress.end();
      }
    },
    signal,
  );
}

/** That of the project's own Qdrant, else the one that it would get. */
async function imageOf(engine: Engine, { config, ui, signal }: Runtime): Promise<string> {
  const { containers } = await engine.snapshot(config.project);
  const own = containers.find(({ labels }) => labels[labelNames.service] === 'qdrant');
  if (own && (await engine.image(own.imageId))) return own.imageId;
  const usual = qdrant.image.from === 'registry' ? qdrant.image.reference : '';
  const reference = config.images.qdrant ?? usual;
  // Without a network the engine says that it lacks the image, as the container is made.
  if (config.offline || (await engine.image(reference))) return reference;
  ui.event({ type: 'step', text: `Pulling ${reference}` });
  return (await engine.pullImage(reference, { signal })).id;
}

/** What it says as soon as it answers at all. @throws GeckoError DEADLINE (exit 23) */
async function answering<T>(
  ask: () => Promise<T>,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
): Promise<T> {
  const began = clock.monotonic();
  for (;;)
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof GeckoError) || error.code !== 'BACKEND_UNREACHABLE') throw error;
      if (clock.monotonic() - began > PATIENCE)
        throw new GeckoError('DEADLINE', 'The scratch Qdrant did not answer within a minute', {
          exitCode: exitCodes.timeout,
          hint: 'Try again when the engine has less to do.',
          cause: error,
        });
      await clock.sleep(PAUSE, signal);
    }
}
