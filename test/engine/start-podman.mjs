import { spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { engineTree } from './engine-tree.mjs';

/** Podman's service of Docker's API, unpacked and not installed, with its own place for every file. */
export function startPodman(folder, socket, name) {
  const first = engineTree(name);
  const tree = dirname(first);
  const home = join(folder, 'home');
  const configuration = join(home, '.config', 'containers');
  mkdirSync(configuration, { recursive: true });
  cpSync(join(tree, 'etc', 'containers', 'policy.json'), join(configuration, 'policy.json'));
  const quoted = (...parts) => JSON.stringify(join(...parts));
  const runc = spawnSync('which', ['runc'], { encoding: 'utf8' }).stdout.trim();
  writeFileSync(
    join(folder, 'containers.conf'),
    [
      '[containers]',
      // Those that it sets by itself may be beyond what this process may have.
      'default_ulimits = ["nofile=8192:8192", "nproc=4096:4096"]',
      `seccomp_profile = ${quoted(tree, 'usr/share/containers/seccomp.json')}`,
      '[network]',
      'network_backend = "netavark"',
      `network_config_dir = ${quoted(folder, 'networks')}`,
      '[engine]',
      'cgroup_manager = "cgroupfs"',
      'events_logger = "file"',
      `conmon_path = [${quoted(first, 'conmon')}]`,
      `helper_binaries_dir = [${quoted(first)}]`,
      'runtime = "runc"',
      '[engine.runtimes]',
      `runc = [${JSON.stringify(runc)}]`,
      '',
    ].join('\n'),
  );
  const storage = [
    '[storage]',
    'driver = "overlay"',
    `graphroot = ${quoted(folder, 'data')}`,
    `runroot = ${quoted(folder, 'exec')}`,
    '',
  ];
  writeFileSync(join(folder, 'storage.conf'), storage.join('\n'));
  writeFileSync(join(folder, 'registries.conf'), 'unqualified-search-registries = []\n');
  findLibraries(tree, folder);
  // Names of containers and their namespaces lie there, whatever other folders it is given.
  spawnSync('mount', ['-t', 'tmpfs', 'none', '/run'], { stdio: 'inherit' });
  const log = openSync(join(folder, 'log'), 'w');
  const child = spawn('podman', ['system', 'service', '--time', '0', `unix://${socket}`], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      HOME: home,
      TMPDIR: folder,
      CONTAINERS_CONF: join(folder, 'containers.conf'),
      CONTAINERS_STORAGE_CONF: join(folder, 'storage.conf'),
      CONTAINERS_REGISTRIES_CONF: join(folder, 'registries.conf'),
    },
  });
  closeSync(log);
  return child;
}

/**
 * By the system's own list, in this mount namespace alone: Podman passes no variable on to the processes
 * that clean up after a container.
 */
function findLibraries(tree, folder) {
  const [list, cache] = [join(folder, 'ld.so.conf'), join(folder, 'ld.so.cache')];
  const own = readdirSync(join(tree, 'usr', 'lib'))
    .filter((name) => name.endsWith('-linux-gnu'))
    .map((name) => join(tree, 'usr', 'lib', name));
  writeFileSync(list, [...own, 'include /etc/ld.so.conf', ''].join('\n'));
  spawnSync('ldconfig', ['-X', '-f', list, '-C', cache], { stdio: 'inherit' });
  spawnSync('mount', ['--bind', cache, '/etc/ld.so.cache'], { stdio: 'inherit' });
}
