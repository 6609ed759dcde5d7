// Engines beside the one that is installed, from Debian's packages; nothing is installed. Run directly
// with a name, it prints the folder that belongs first in PATH.
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/** What GECKO_TEST_ENGINE_NAME may ask for by a version, and what a way to run it needs. */
const engines = {
  /** Docker 26.1, API 1.45. Its runc needs a newer C library: the installed one serves it. */
  docker26: {
    suite: 'trixie',
    packages: ['docker.io', 'docker-cli', 'containerd'],
    programs: ['dockerd', 'docker', 'docker-proxy', 'containerd', 'containerd-shim-runc-v2', 'ctr'],
  },
  /** Podman 4.3, with the API of Docker 1.41. */
  podman4: {
    suite: 'bookworm',
    packages: [
      ...['podman', 'conmon', 'netavark', 'aardvark-dns', 'libgpgme11', 'libsubid4', 'libassuan0'],
      ...['golang-github-containers-common', 'golang-github-containers-image'],
    ],
    programs: ['podman', 'conmon', 'netavark', 'aardvark-dns'],
  },
  /** What runs a Docker without root, whichever it is. */
  rootless: {
    suite: 'bookworm',
    packages: ['rootlesskit', 'uidmap', 'slirp4netns', 'libslirp0', 'libsubid4'],
    programs: [
      ...['rootlesskit', 'rootlesskit-docker-proxy', 'slirp4netns', 'newuidmap', 'newgidmap'],
    ],
  },
};

const folders = ['usr/sbin', 'usr/bin', 'usr/lib/podman'];

/**
 * The folder with an engine's programs, for PATH.
 * @param name docker26, podman4 or rootless
 */
export function engineTree(name) {
  const engine = engines[name];
  if (!engine) throw new Error(`no engine ${name}; there are ${Object.keys(engines).join(', ')}`);
  const { suite, packages, programs } = engine;
  const tree = keptTree(join(cache, `gecko-engine-${name}`), (work) => {
    unpackPackages(work, suite, packages);
    const made = join(work, 'tree');
    mkdirSync(join(made, 'first'));
    for (const program of programs) {
      const at = folders.find((folder) => existsSync(join(made, folder, program)));
      if (!at) throw new Error(`${name} has no ${program}`);
      symlinkSync(join('..', at, program), join(made, 'first', program));
    }
  });
  return join(tree, 'first');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(engineTree(process.argv[2]));
