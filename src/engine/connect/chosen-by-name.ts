import type { Candidate } from './candidate.ts';
import type { ConnectInput } from './connect-input.ts';
import { dockerContext } from './docker-context.ts';
import { dockerHost } from './docker-host.ts';
import { recordedEngine } from './recorded-engine.ts';

/** Ways to an engine that somebody has chosen, the first before the others: taken, or nothing is. */
export function chosenByName({ recorded }: Pick<ConnectInput, 'recorded'>): readonly Candidate[] {
  return [dockerHost, ...(recorded === null ? [] : [recordedEngine]), dockerContext];
}
