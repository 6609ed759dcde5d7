// Fetches Docker's registry, one static program, from Debian's packages. Run directly, it prints it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * The program, fetched at the first call and kept.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function registryProgram() {
  const tree = keptTree(join(cache, 'gecko-registry'), (work) =>
    unpackPackages(work, 'bookworm', ['docker-registry']),
  );
  return join(tree, 'usr/bin/docker-registry');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(registryProgram());
