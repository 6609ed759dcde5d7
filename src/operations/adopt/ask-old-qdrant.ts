import { lightFetch } from '../../clients/light-fetch.ts';
import type { OldQdrant } from '../../clients/old-qdrant.ts';
import { connectOldQdrant } from '../../clients/old-qdrant-http.ts';
import type { Engine } from '../../engine/engine.ts';
import { dialByBash } from '../../engine/reach/dial-by-bash.ts';
import { execForward } from '../../engine/reach/exec-forward.ts';

/**
 * Asks a Qdrant inside its container, through programs in it: it needs no port and no network.
 * @param key its own; null: it has none
 */
export async function askOldQdrant<T>(
  engine: Engine,
  container: string,
  key: string | null,
  work: (qdrant: OldQdrant) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const forward = await execForward(engine, container, 6333, signal, dialByBash);
  try {
    return await work(connectOldQdrant(`http://127.0.0.1:${forward.port}`, key, lightFetch));
  } finally {
    forward.close();
  }
}
