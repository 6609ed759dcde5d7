// Fetches Docker Compose v2 from Debian's packages; it is one static program. Run directly, it prints it.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const kept = fileURLToPath(new URL('../../node_modules/.cache/gecko-compose', import.meta.url));
const program = join(kept, 'usr/libexec/docker/cli-plugins/docker-compose');

/**
 * The program, fetched at the first call and kept.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function composeProgram() {
  keptTree(kept, (work) => unpackPackages(work, 'trixie', ['docker-compose']));
  return program;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(composeProgram());
