import { join } from 'node:path';
import type { ConnectInput } from './connect-input.ts';

/** Where engines listen when nobody chose another place: Docker's sockets first, then Podman's. */
export function usualSockets({
  env,
  home,
  platform,
}: Pick<ConnectInput, 'env' | 'home' | 'platform'>): string[] {
  if (platform === 'win32') return ['//./pipe/docker_engine'];
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
  ];
}
