import type { Agent } from 'undici';
import type { Fetch } from './http-api.ts';

/**
 * A fetch without a time limit of its own: embedding a large document can take longer than the five
 * minutes after which Node's gives up. Loading it takes long, so short calls use Node's.
 */
export function patientFetch(): Fetch {
  let agent: Agent | undefined;
  return async (input, init) => {
    // Bundled, a CommonJS package has its default export alone.
    const { default: undici } = await import('undici');
    agent ??= new undici.Agent({ headersTimeout: 0, bodyTimeout: 0 });
    // The package and Node declare the same standard types, each its own.
    const send = undici.fetch as unknown as DispatchingFetch;
    return send(input, { ...init, dispatcher: agent });
  };
}

type DispatchingFetch = (
  input: Parameters<Fetch>[0],
  init: Omit<RequestInit, 'dispatcher'> & { dispatcher: unknown },
) => Promise<Response>;
