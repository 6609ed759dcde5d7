import type { Candidate, Probe } from './candidate.ts';
import { dockerContext } from './docker-context.ts';
import { dockerHost } from './docker-host.ts';

/**
 * The engine that variables chose when the project came up on it, where none of them chooses now: the next
 * command finds its containers there without them.
 */
export const recordedEngine: Candidate = async (input, probe) => {
  const { env, recorded } = input;
  if (recorded === null || env.DOCKER_HOST || env.DOCKER_CONTEXT)
    return { state: 'absent', where: 'the engine of this project (not asked)' };
  const told = (where: string) => `${where}, where this project was brought up`;
  const asked: Probe = (endpoint, where) => probe(endpoint, told(where));
  const candidate = recorded.DOCKER_HOST ? dockerHost : dockerContext;
  const answer = await candidate({ ...input, env: { ...env, ...recorded } }, asked);
  return { ...answer, where: told(answer.where) };
};
