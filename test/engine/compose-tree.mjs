// Fetches Docker Compose v2 from Debian's packages; it is one static program. Run directly, it prints it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * The program, fetched at the first call and kept.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function composeProgram() {
  const tree = keptTree(join(cache, 'gecko-compose'), (work) =>
    unpackPackages(work, 'trixie', ['docker-compose']),
  );
  return join(tree, 'usr/libexec/docker/cli-plugins/docker-compose');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(composeProgram());
