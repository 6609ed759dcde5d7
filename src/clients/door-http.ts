import type { Door, Probe } from './door.ts';
import { type Fetch, unreachable } from './http-api.ts';
import { connectOllama } from './ollama-http.ts';
import { connectQdrant } from './qdrant-http.ts';
import { connectSnapshots } from './qdrant-snapshots-http.ts';

/** Milliseconds for one probe. */
const PROBE_TIMEOUT = 2_000;

/** @param at gives the base URL of the page, without a slash at its end */
export function connectDoor(at: () => Promise<string>, token: string, fetch: Fetch): Door {
  return {
    async probe(container, signal): Promise<Probe> {
      const url = `${await at()}/-/health${container === null ? '' : `/${container}`}`;
      try {
        const response = await fetch(url, {
          signal: AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT)]),
        });
        const text = (await response.text()).trim().split('\n')[0] ?? '';
        const { ok: healthy, status } = response;
        return { healthy, status, detail: `HTTP ${status} ${text}`.slice(0, 200) };
      } catch (error) {
        signal.throwIfAborted();
        return { healthy: false, detail: unreachable(url, error).message };
      }
    },
    ollama: connectOllama({ at: async () => `${await at()}/-/ollama`, token, fetch }),
    qdrant: (key) => connectQdrant({ at: async () => `${await at()}/-/qdrant`, token, key, fetch }),
    snapshots: (key) =>
      connectSnapshots({ at: async () => `${await at()}/-/qdrant`, token, key, fetch }),
  };
}
