import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { addUser } from './add-user.mjs';
import { engineTree } from './engine-tree.mjs';

const id = 4_000;

/** dockerd without root: as a user of its own, in RootlessKit's namespaces, its ports passed out by that. */
export function startRootless(folder, socket) {
  const tree = dirname(engineTree('rootless'));
  addUser(folder, 'gecko-rootless', id);
  for (const name of ['home', 'runtime', 'data', 'exec']) {
    mkdirSync(join(folder, name), { mode: 0o700 });
    chownSync(join(folder, name), id, id);
  }
  // The socket and its own folders are to lie here.
  chownSync(folder, id, id);
  writeFileSync(join(folder, 'daemon.json'), '{}');
  openTun(folder);
  const log = openSync(join(folder, 'log'), 'w');
  const dockerd = [
    ...['--data-root', join(folder, 'data'), '--exec-root', join(folder, 'exec')],
    ...['-H', `unix://${socket}`, '-p', join(folder, 'pid')],
    ...['--config-file', join(folder, 'daemon.json')],
  ];
  // RootlessKit has put links there to what lies outside, in a /run of its own.
  const inside = 'rm -f /run/docker /run/containerd /run/xtables.lock; exec dockerd "$@"';
  const args = [
    ...['--net=slirp4netns', '--mtu=65520', '--disable-host-loopback', '--port-driver=builtin'],
    ...['--copy-up=/etc', '--copy-up=/run', '--propagation=rslave'],
    ...[`--state-dir=${join(folder, 'rootlesskit')}`, 'sh', '-c', inside, 'sh', ...dockerd],
  ];
  const child = spawn('rootlesskit', args, {
    stdio: ['ignore', log, log],
    uid: id,
    gid: id,
    env: {
      ...process.env,
      HOME: join(folder, 'home'),
      XDG_RUNTIME_DIR: join(folder, 'runtime'),
      TMPDIR: folder,
      LD_LIBRARY_PATH: librariesOf(tree),
    },
  });
  closeSync(log);
  return child;
}

/** For slirp4netns; those with rights of their own take none from there. */
function librariesOf(tree) {
  return readdirSync(join(tree, 'usr', 'lib'))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(tree, 'usr', 'lib', name))
    .join(':');
}

/** Open to all, as udev leaves it: here it may be root's alone. In this mount namespace only. */
function openTun(folder) {
  const device = join(folder, 'tun');
  spawnSync('mknod', [device, 'c', '10', '200'], { stdio: 'inherit' });
  chmodSync(device, 0o666);
  spawnSync('mount', ['--bind', device, '/dev/net/tun'], { stdio: 'inherit' });
}
