import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../../node_modules/.cache', import.meta.url));
const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

/**
 * A folder with what some packages of a suite of Debian hold, made at the first call and kept; nothing is
 * installed.
 * @param finish gets the folder with all of it, to make it usable
 * @throws Error where this machine has no apt, no key of Debian, or no way to its mirror
 */
export function debianPackages(name, suite, packages, finish) {
  const tree = join(cache, name);
  if (existsSync(tree)) return tree;
  mkdirSync(cache, { recursive: true });
  const work = `${tree}.${process.pid}`;
  try {
    mkdirSync(join(work, 'tree'), { recursive: true });
    const made = join(work, 'tree');
    finish(made, () => unpack(work, suite, packages));
    renameSync(made, tree);
  } catch (error) {
    // Another process may have been faster.
    if (!existsSync(tree)) throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return tree;
}

function unpack(work, suite, packages) {
  if (!existsSync(keyring)) throw new Error(`there is no ${keyring}`);
  for (const folder of ['lists/partial', 'cache/archives/partial', 'debs'])
    mkdirSync(join(work, folder), { recursive: true });
  const sources = join(work, 'sources.list');
  writeFileSync(sources, `deb [signed-by=${keyring}] ${mirror()} ${suite} main\n`);
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
