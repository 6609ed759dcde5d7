import type { Probe } from './candidate.ts';
import { chosenByName } from './chosen-by-name.ts';
import type { ConnectInput } from './connect-input.ts';
import type { Endpoint } from './endpoint.ts';

/**
 * Where the engine listens that somebody has chosen; null where a socket of this machine will be taken.
 * Asks no engine.
 * @throws GeckoError ENGINE_UNREACHABLE where the choice leads nowhere
 */
export async function chosenEndpoint(input: ConnectInput): Promise<Endpoint | null> {
  const unasked: Probe = async () => ({ name: '', version: '', apiVersion: '', architecture: '' });
  for (const candidate of chosenByName(input)) {
    const answer = await candidate(input, unasked);
    if (answer.state === 'broken') throw answer.because;
    if (answer.state === 'works') return answer.endpoint;
  }
  return null;
}
