import { GeckoError } from '../../errors.ts';
import type { Answer, Probe } from './candidate.ts';
import type { Endpoint } from './endpoint.ts';

/** Asks the engine behind an endpoint that a candidate has found. */
export async function tryEndpoint(
  where: string,
  endpoint: Endpoint,
  probe: Probe,
): Promise<Exclude<Answer, { state: 'absent' }>> {
  try {
    return { state: 'works', where, endpoint, version: await probe(endpoint, where) };
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return { state: 'broken', where, because: error };
  }
}
