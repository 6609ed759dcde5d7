import { expect, it } from 'vitest';
import { usualSockets } from './usual-sockets.ts';

const home = '/home/ann';

it("looks at Docker's sockets, then at Podman's", () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
  expect(usualSockets({ env, home, platform: 'linux' })).toEqual([
    '/var/run/docker.sock',
    '/run/user/1000/docker.sock',
    '/home/ann/.docker/run/docker.sock',
    '/run/user/1000/podman/podman.sock',
    '/run/podman/podman.sock',
  ]);
  expect(usualSockets({ env: {}, home, platform: 'darwin' })).toContain(
    '/home/ann/.local/share/containers/podman/machine/podman.sock',
  );
  expect(usualSockets({ env, home, platform: 'win32' })).toEqual(['//./pipe/docker_engine']);
});
