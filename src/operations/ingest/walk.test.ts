import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isInside } from './is-inside.ts';
import { walk } from './walk.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gecko-walk-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('walk', () => {
  it('finds files in the order of names, without hidden ones and node_modules', async () => {
    write('b.md', 'B.md', 'a/z.md', 'a/b.md', '.hidden', '.git/config', 'node_modules/x/readme.md');
    expect(await found()).toEqual(['B.md', 'a/b.md', 'a/z.md', 'b.md']);
  });

  it('gives paths in NFC and files as they are spelled', async () => {
    write('cafe\u0301.md');
    const [item] = await all(walk(root));
    expect(item).toMatchObject({ path: 'caf\u00e9.md', file: join(root, 'cafe\u0301.md') });
  });

  it('follows no link: not in a circle, not out of the root, not inside it', async () => {
    write('a/b.md');
    symlinkSync('..', join(root, 'a', 'up'));
    symlinkSync('/etc', join(root, 'out'));
    symlinkSync('a/b.md', join(root, 'same.md'));
    symlinkSync('nowhere', join(root, 'broken.md'));
    expect(await found()).toEqual([
      'a/b.md',
      'a/up skipped: a link; what it points to is in the folder',
      'broken.md failed: it is gone, or a link that leads nowhere',
      'out skipped: a link that leads out of the folder',
      'same.md skipped: a link; what it points to is in the folder',
    ]);
  });

  it('says that a FIFO is not a regular file', async () => {
    execFileSync('mkfifo', [join(root, 'pipe.md')]);
    expect(await found()).toEqual(['pipe.md skipped: not a regular file']);
  });

  it('goes on behind a folder that it may not read', async () => {
    write('a/x.md', 'b.md');
    chmodSync(root, 0o755);
    chmodSync(join(root, 'a'), 0);
    expect(await withoutPrivileges(found)).toEqual(['a failed: permission denied', 'b.md']);
    chmodSync(join(root, 'a'), 0o700);
  });
});

/** Root may read everything: there, the work is done as nobody. */
async function withoutPrivileges<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('isInside', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/..b', true],
    ['/a', '/ab', false],
    ['/a', '/', false],
  ])('%s, %s: %s', (folder, file, inside) => {
    expect(isInside(folder, file)).toBe(inside);
  });
});

function write(...paths: string[]) {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
}

async function found(): Promise<string[]> {
  return (await all(walk(root))).map((item) =>
    item.kind === 'file'
      ? item.path
      : `${item.path} ${item.kind}${'reason' in item ? `: ${item.reason}` : ''}`,
  );
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}
