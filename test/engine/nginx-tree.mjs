// Makes a folder with nginx and its own libraries, from Debian's unstable packages: `server … resolve` in
// an upstream needs 1.27.3, and stable releases are older. It runs through its own loader on any glibc
// machine, and is what a local nginx image holds. Run directly, it prints the folder.
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
const packages = 'nginx nginx-common libc6 libcrypt1 libpcre2-8-0 libssl3t64 libzstd1 zlib1g';

/**
 * The folder, made at the first call and kept.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function nginxTree() {
  const tree = join(cache, 'gecko-nginx');
  if (existsSync(tree)) return tree;
  mkdirSync(cache, { recursive: true });
  const work = `${tree}.${process.pid}`;
  try {
    make(work);
    renameSync(join(work, 'tree'), tree);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(tree)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return tree;
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
  if (!existsSync(keyring)) throw new Error(`there is no ${keyring}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs', 'tree/usr/lib'])
    mkdirSync(join(work, folder), { recursive: true });
  const sources = join(work, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror()} sid main\n`);
  // Lists of its own: the machine's are neither read nor changed.
  const options = [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=/dev/null',
    `Dir::State::lists=${join(work, 'lists')}`,
    `Dir::Cache=${join(work, 'cache')}`,
    'Dir::State::status=/dev/null',
    'APT::Sandbox::User=root',
  ].flatMap((option) => ['-o', option]);
  const apt = (...args) =>
    execFileSync('apt-get', [...options, '-q', ...args], {
      cwd: join(work, 'debs'),
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 180_000,
    });
  apt('update');
  apt('download', ...packages.split(' '));
  const tree = join(work, 'tree');
  symlinkSync('usr/lib', join(tree, 'lib'));
  symlinkSync('usr/lib64', join(tree, 'lib64'));
  for (const deb of readdirSync(join(work, 'debs')))
    execFileSync('dpkg-deb', ['-x', join(work, 'debs', deb), tree]);
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

/** The mirror that this machine uses for Debian's packages, else Debian's own. */
function mirror() {
  const format = '$(ORIGIN) $(REPO_URI)';
  const targets = execFileSync('apt-get', ['indextargets', '--format', format], {
    encoding: 'utf8',
  });
  const own = targets.split('\n').find((line) => /^Debian \S+\/debian\/?$/.test(line));
  return own?.split(' ')[1] ?? 'http://deb.debian.org/debian';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(nginxTree());
