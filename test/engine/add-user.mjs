import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The first of the 65536 users and groups that are lent to it. */
export const firstLentId = 300_000;

/**
 * A user with ids that it may give to others, in this mount namespace alone: the machine's files stay as
 * they are.
 *
 * @param folder gets the files that cover those of the machine; the user may pass through it
 * @param id of the user and its group
 */
export function addUser(folder, name, id) {
  const own = join(folder, 'users');
  mkdirSync(own);
  chmodSync(folder, 0o711);
  const lines = {
    passwd: `${name}:x:${id}:${id}::${join(folder, 'home')}:/bin/sh`,
    group: `${name}:x:${id}:`,
    subuid: `${name}:${firstLentId}:65536`,
    subgid: `${name}:${firstLentId}:65536`,
  };
  for (const [file, line] of Object.entries(lines)) {
    const there = readFileSync(join('/etc', file), 'utf8');
    writeFileSync(join(own, file), `${there}${line}\n`);
    spawnSync('mount', ['--bind', join(own, file), join('/etc', file)], { stdio: 'inherit' });
  }
}
