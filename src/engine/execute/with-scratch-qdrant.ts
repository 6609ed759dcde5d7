import { randomBytes } from 'node:crypto';
import { qdrant } from '../../stack/services/qdrant.ts';
import type { Engine } from '../engine.ts';
import { isEngineGone } from '../engine-gone.ts';
import type { ContainerSpec } from '../objects.ts';
import { dialByBash } from '../reach/dial-by-bash.ts';
import { execForward } from '../reach/exec-forward.ts';
import { inert } from './inert.ts';
import { scratchLabels } from './scratch-labels.ts';
import { withContainer } from './with-container.ts';

/**
 * A Qdrant with a volume of its own, for a moment. It has no network at all: it is asked through the engine,
 * wherever that runs. Both are removed whatever happens; after a kill `sweepScratch` does it.
 * @param work gets the base URL at which it answers once it has started
 * @throws GeckoError what the work throws, and the engine's
 */
export async function withScratchQdrant<T>(
  engine: Engine,
  { image, project }: { image: string; project: string },
  work: (url: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const name = `${project}-restore-test-${randomBytes(4).toString('hex')}`;
  const labels = scratchLabels(project);
  let isLost = false;
  await engine.createVolume(name, labels);
  try {
    const spec: ContainerSpec = {
      ...inert,
      name,
      image,
      labels,
      command: ['./entrypoint.sh'],
      // Without a network nobody reaches it but who may do all on that engine.
      env: { QDRANT__TELEMETRY_DISABLED: 'true' },
      ...(qdrant.user === null ? {} : { user: qdrant.user }),
      mounts: [{ type: 'volume', source: name, target: '/qdrant/storage', readOnly: false }],
    };
    return await withContainer(engine, spec, async () => {
      await engine.startContainer(name);
      const forward = await execForward(engine, name, qdrant.port, signal, dialByBash);
      try {
        return await work(`http://127.0.0.1:${forward.port}`);
      } finally {
        forward.close();
      }
    });
  } catch (error) {
    isLost = isEngineGone(error);
    throw error;
  } finally {
    if (!isLost) await engine.removeVolume(name);
  }
}
