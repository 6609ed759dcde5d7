import { lightFetch } from '../../clients/light-fetch.ts';
import type { OldQdrant } from '../../clients/old-qdrant.ts';
import { connectOldQdrant } from '../../clients/old-qdrant-http.ts';
import type { Engine } from '../../engine/engine.ts';
import { execForward } from '../../engine/reach/exec-forward.ts';

/** Its image has no other program that talks to a port; the real one has bash, for gecko's own check, too. */
const talk = 'exec 3<>/dev/tcp/127.0.0.1/6333 && { cat <&3 & cat >&3; wait; }';

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
  const program = ['bash', '-c', talk];
  const forward = await execForward(engine, container, 6333, signal, program);
  try {
    return await work(connectOldQdrant(`http://127.0.0.1:${forward.port}`, key, lightFetch));
  } finally {
    forward.close();
  }
}
