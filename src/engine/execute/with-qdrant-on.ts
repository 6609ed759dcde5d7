import { qdrant } from '../../stack/services/qdrant.ts';
import type { Engine } from '../engine.ts';
import type { ContainerSpec } from '../objects.ts';
import { dialByBash } from '../reach/dial-by-bash.ts';
import { execForward } from '../reach/exec-forward.ts';
import { inert } from './inert.ts';
import { withContainer } from './with-container.ts';

export interface QdrantOn {
  /** Of its container. */
  name: string;
  image: string;
  labels: Readonly<Record<string, string>>;
  volume: string;
  /** In the volume; absent: the volume itself. */
  folder?: string;
}

/**
 * A Qdrant on a volume, for a moment. It has no network at all: it is asked through the engine, wherever that
 * runs. What the work has written is on the volume once this resolves.
 * @param work gets the base URL at which it answers once it has started
 * @throws GeckoError what the work throws, and the engine's
 */
export async function withQdrantOn<T>(
  engine: Engine,
  { name, image, labels, volume, folder = '' }: QdrantOn,
  work: (url: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  // The image has this folder, so that a fresh volume belongs to whom the image runs as.
  const target = '/qdrant/storage';
  const spec: ContainerSpec = {
    ...inert,
    name,
    image,
    labels,
    command: ['./entrypoint.sh'],
    // Without a network nobody reaches it but who may do all on that engine.
    env: {
      QDRANT__STORAGE__STORAGE_PATH: folder === '' ? target : `${target}/${folder}`,
      QDRANT__TELEMETRY_DISABLED: 'true',
    },
    ...(qdrant.user === null ? {} : { user: qdrant.user }),
    mounts: [{ type: 'volume', source: volume, target, readOnly: false }],
  };
  return withContainer(engine, spec, async (container) => {
    await engine.startContainer(container);
    const forward = await execForward(engine, name, qdrant.port, signal, dialByBash);
    try {
      const done = await work(`http://127.0.0.1:${forward.port}`);
      await engine.stopContainer(container, qdrant.stopTimeout);
      return done;
    } finally {
      forward.close();
    }
  });
}
