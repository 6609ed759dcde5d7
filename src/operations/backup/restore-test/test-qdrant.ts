import type { BackupSource } from '../../../archive/repository/source.ts';
import type { ProvenCollection } from '../../../embedded/services.ts';
import { sweepScratch } from '../../../engine/execute/sweep-scratch.ts';
import { withScratchQdrant } from '../../../engine/execute/with-scratch-qdrant.ts';
import type { Runtime } from '../../../runtime.ts';
import { openScratch } from '../open-scratch.ts';
import { qdrantImage } from '../qdrant-image.ts';
import { type SavedQdrant, whileFilling } from '../while-filling.ts';

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
  const image = await qdrantImage(engine, runtime);
  ui.event({ type: 'step', text: 'Starting a scratch Qdrant' });
  return withScratchQdrant(
    engine,
    { image, project },
    async (url) => {
      const server = await openScratch(url, { id: source.manifest.id, store }, runtime);
      const from = { text: 'Restoring to a scratch Qdrant', server };
      return whileFilling(source, store, from, runtime, (filling) =>
        tools.proveQdrant({ url, ...filling }),
      );
    },
    signal,
  );
}
