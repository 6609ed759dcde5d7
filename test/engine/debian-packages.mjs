// Packages of a Debian release, unpacked into a folder and not installed. This machine's own lists are
// neither read nor changed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * A folder that is made once and kept; of two that make it at once, the first stays.
 * @param tree where it is to lie
 * @param make fills a work folder's `tree`
 */
export function keptTree(tree, make) {
  if (existsSync(tree)) return tree;
  mkdirSync(dirname(tree), { recursive: true });
  const work = `${tree}.${process.pid}`;
  try {
    mkdirSync(join(work, 'tree'), { recursive: true });
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

/**
 * Unpacks packages into `WORK/tree`.
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function unpackPackages(work, suite, packages) {
  if (!existsSync(keyring)) throw new Error(`there is no ${keyring}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs'])
    mkdirSync(join(work, folder), { recursive: true });
  const sources = join(work, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror()} ${suite} main\n`);
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
  apt('download', ...packages);
  for (const deb of readdirSync(join(work, 'debs')))
    execFileSync('dpkg-deb', ['-x', join(work, 'debs', deb), join(work, 'tree')]);
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
