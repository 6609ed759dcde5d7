import { join } from 'node:path';
import type { Candidate } from './candidate.ts';
import type { ConnectInput } from './connect-input.ts';
import { tryEndpoint } from './try-endpoint.ts';

/** Where engines listen when nobody chose another place: Docker's sockets first, then Podman's. */
export function usualSockets({ env, home, platform }: ConnectInput): readonly Candidate[] {
  if (platform === 'win32') return [socket('//./pipe/docker_engine')];
  const runtime = env.XDG_RUNTIME_DIR;
  return [
    '/var/run/docker.sock',
    ...(runtime ? [join(runtime, 'docker.sock')] : []),
    join(home, '.docker', 'run', 'docker.sock'),
    ...(runtime ? [join(runtime, 'podman', 'podman.sock')] : []),
    ...(platform === 'darwin'
      ? [join(home, '.local', 'share', 'containers', 'podman', 'machine', 'podman.sock')]
      : []),
    '/run/podman/podman.sock',
  ].map(socket);
}

function socket(path: string): Candidate {
  return async (_input, probe) => {
    const answer = await tryEndpoint(path, { kind: 'socket', path }, probe);
    const isAbsent = answer.state === 'broken' && answer.because.details.cause === 'ENOENT';
    return isAbsent ? { state: 'absent', where: path } : answer;
  };
}
