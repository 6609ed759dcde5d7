import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from './make-folder.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-folder-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const modeOf = (path: string) => statSync(path).mode & 0o777;

it('makes a private folder with those above it, and tells which', () => {
  const made: string[] = [];
  const path = join(home, 'a', 'b');
  makeFolder(path, (folder) => made.push(folder));
  makeFolder(path, (folder) => made.push(folder));
  expect(made).toEqual([join(home, 'a'), path]);
  expect(made.map(modeOf)).toEqual([0o700, 0o700]);
});

it('leaves those that are there as they are', () => {
  chmodSync(home, 0o755);
  makeFolder(home);
  expect(modeOf(home)).toBe(0o755);
});

it.runIf(process.platform === 'linux')('ends where none can come to be', () => {
  expect(() => makeFolder('/proc/nowhere/a/b')).toThrow('ENOENT');
});

it('takes no file for one', () => {
  writeFileSync(join(home, 'file'), '');
  expect(() => makeFolder(join(home, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(home, 'file', 'a'))).toThrow('ENOTDIR');
});
