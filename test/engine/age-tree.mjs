// Fetches age, one static program, from Debian's packages. Run directly, it prints it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));

/**
 * The program, fetched at the first call and kept.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function ageProgram() {
  const tree = keptTree(join(cache, 'gecko-age'), (work) =>
    unpackPackages(work, 'bookworm', ['age']),
  );
  return join(tree, 'usr/bin/age');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(ageProgram());
