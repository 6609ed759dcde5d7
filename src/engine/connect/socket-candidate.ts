import type { Candidate } from './candidate.ts';
import { tryEndpoint } from './try-endpoint.ts';

/** A socket that may be there. */
export function socketCandidate(path: string): Candidate {
  return async (_input, probe) => {
    const answer = await tryEndpoint(path, { kind: 'socket', path }, probe);
    const isAbsent = answer.state === 'broken' && answer.because.details.cause === 'ENOENT';
    return isAbsent ? { state: 'absent', where: path } : answer;
  };
}
