import { Agent, fetch as undiciFetch } from 'undici';
import { trusted } from '../outbound-fetch.ts';

/** On a slow CPU the first token, and with it the headers, may take longer than undici's 300 s. */
const patience = { headersTimeout: 0, bodyTimeout: 0 };
const connectTimeout = 5_000;

/** By the file of further authorities that it trusts. */
const agents = new Map<string | undefined, Agent>();

/** fetch that waits as long as its signal lets it. @param ca file in PEM of further authorities */
export function longFetch(signal: AbortSignal, ca?: string): typeof fetch {
  const request = async (
    input: Parameters<typeof undiciFetch>[0],
    init: Parameters<typeof undiciFetch>[1],
  ) => undiciFetch(input, { ...init, signal, dispatcher: agentFor(ca) });
  // undici's own types of one interface, newer than those of the runtime.
  return request as unknown as typeof fetch;
}

function agentFor(ca: string | undefined): Agent {
  const known = agents.get(ca);
  if (known) return known;
  const trust = ca === undefined ? {} : { ca: trusted(ca) };
  const agent = new Agent({ ...patience, connect: { ...trust, timeout: connectTimeout } });
  agents.set(ca, agent);
  return agent;
}
