// Makes a folder with nginx and its own libraries, from Debian's unstable packages: `server … resolve` in
// an upstream needs 1.27.3, and stable releases are older. It runs through its own loader on any glibc
// machine, and is what a local nginx image holds. Run directly, it prints the folder.
import { mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keptTree, unpackPackages } from './debian-packages.mjs';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const packages = 'nginx nginx-common libc6 libcrypt1 libpcre2-8-0 libssl3t64 libzstd1 zlib1g';

/**
 * The folder, made at the first call and kept.
 * @throws Error where the packages cannot be had
 */
export function nginxTree() {
  return keptTree(join(cache, 'gecko-nginx'), make);
}

/** The program and the arguments that come before nginx's own, to run it outside a container. */
export function nginxCommand(tree) {
  const loader = readdirSync(join(tree, 'usr/lib64')).find((name) => name.startsWith('ld-linux'));
  const [libraries] = readdirSync(join(tree, 'usr/lib')).filter((name) =>
    name.endsWith('-linux-gnu'),
  );
  return [
    join(tree, 'usr/lib64', loader),
    '--library-path',
    join(tree, 'usr/lib', libraries),
    join(tree, 'usr/sbin/nginx'),
  ];
}

function make(work) {
  const tree = join(work, 'tree');
  mkdirSync(join(tree, 'usr/lib'), { recursive: true });
  symlinkSync('usr/lib', join(tree, 'lib'));
  symlinkSync('usr/lib64', join(tree, 'lib64'));
  unpackPackages(work, 'sid', packages.split(' '));
  for (const folder of ['usr/share/doc', 'usr/share/man', 'usr/share/lintian', 'usr/share/nginx'])
    rmSync(join(tree, folder), { recursive: true, force: true });
  for (const folder of ['tmp', 'run', 'var/log/nginx'])
    mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(
    join(tree, 'etc/passwd'),
    'root:x:0:0::/:/\nnginx:x:101:101::/:/\nnobody:x:65534:65534::/:/\n',
  );
  writeFileSync(join(tree, 'etc/group'), 'root:x:0:\nnginx:x:101:\nnogroup:x:65534:\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(nginxTree());
