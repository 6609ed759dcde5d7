import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isThere } from './is-there.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'gecko-there-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it('finds a file, and a folder', () => {
  mkdirSync(join(root, 'deep'));
  writeFileSync(join(root, 'deep', 'a.md'), '');
  expect(isThere(root, 'deep/a.md')).toBe(true);
  expect(isThere(root, 'deep')).toBe(true);
  expect(isThere(root, 'deep/b.md')).toBe(false);
  expect(isThere(root, 'deep/a.md/b.md')).toBe(false);
});

it('finds names that the disk has in decomposed letters', () => {
  mkdirSync(join(root, 'ma\u0303os'));
  writeFileSync(join(root, 'ma\u0303os', 'cafe\u0301.md'), '');
  expect(isThere(root, 'm\u00e3os/caf\u00e9.md')).toBe(true);
  expect(isThere(root, 'm\u00e3os/caf\u00e8.md')).toBe(false);
});

it('takes what it cannot tell for there', () => {
  expect(isThere(root, 'a'.repeat(300))).toBe(true);
  expect(isThere(root, `${'\u00e9'.repeat(300)}`)).toBe(true);
});
