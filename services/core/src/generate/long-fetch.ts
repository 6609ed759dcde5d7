import { Agent, fetch as undiciFetch } from 'undici';

/** On a slow CPU the first token, and with it the headers, may take longer than undici's 300 s. */
const patient = new Agent({ headersTimeout: 0, bodyTimeout: 0, connectTimeout: 5_000 });

/** fetch that waits as long as its signal lets it. */
export function longFetch(signal: AbortSignal): typeof fetch {
  const request = (
    input: Parameters<typeof undiciFetch>[0],
    init: Parameters<typeof undiciFetch>[1],
  ) => undiciFetch(input, { ...init, signal, dispatcher: patient });
  // undici's own types of one interface, newer than those of the runtime.
  return request as unknown as typeof fetch;
}
