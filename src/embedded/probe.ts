import { lightFetch } from '../clients/light-fetch.ts';
import { errorCode } from '../error-code.ts';

/** How one of our HTTP services answers `GET /health`. */
export type Probe =
  | { kind: 'answers'; instance: string }
  /** Nothing listens there. */
  | { kind: 'refused' }
  /** Something listens and says nothing of use. */
  | { kind: 'silent' };

/** Asks who answers on a loopback address. @param timeout milliseconds */
export async function probe(url: string, timeout: number): Promise<Probe> {
  try {
    const response = await lightFetch(`${url}/health`, { signal: AbortSignal.timeout(timeout) });
    const body: unknown = await response.json();
    const instance = (body as { instance?: unknown } | null)?.instance;
    return typeof instance === 'string' ? { kind: 'answers', instance } : { kind: 'silent' };
  } catch (error) {
    const code = errorCode(error);
    return { kind: code === 'ECONNREFUSED' ? 'refused' : 'silent' };
  }
}
