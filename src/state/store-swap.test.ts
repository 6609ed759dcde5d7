import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { settleStore, swapStore } from './store-swap.ts';

let folder: string;
let store: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-swap-'));
  store = join(folder, 'store');
});
afterEach(() => rmSync(folder, { recursive: true }));

function make(path: string, content: string): string {
  mkdirSync(join(path, 'data'), { recursive: true });
  writeFileSync(join(path, 'data', 'one'), content);
  return path;
}
const read = (path: string) => readFileSync(join(path, 'data', 'one'), 'utf8');

it('takes the place of the damaged one, which stays beside it', async () => {
  make(store, 'damaged');
  const aside = await swapStore(make(join(folder, 'copy'), 'whole'), store, 0);
  expect(aside).toBe(`${store}.damaged-19700101T000000000Z`);
  expect([read(store), read(aside)]).toEqual(['whole', 'damaged']);
  await settleStore(store);
  expect(read(store)).toBe('whole');
});

it.each([
  // Before and after the damaged one has gone.
  ['damaged', true],
  ['whole', false],
])('is the %s one where it was killed', async (expected, isThere) => {
  if (isThere) make(store, 'damaged');
  make(`${store}.proven`, 'whole');
  await settleStore(store);
  expect(read(store)).toBe(expected);
  expect(existsSync(`${store}.proven`)).toBe(false);
});
