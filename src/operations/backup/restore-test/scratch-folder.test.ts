import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { identify } from '../../../state/process-identity.ts';
import { withScratchFolder } from './scratch-folder.ts';

const now = Date.now();
let home: string;
let store: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-scratch-'));
  store = join(home, 'store');
});
afterEach(() => rmSync(home, { recursive: true }));

it('is there for the work and gone afterwards, also where that fails', async () => {
  const folder = await withScratchFolder(store, now, async (one) => {
    expect(existsSync(one)).toBe(true);
    return one;
  });
  expect(folder.startsWith(`${store}.restore-test-`)).toBe(true);
  const fails = withScratchFolder(store, now, async () => {
    throw new Error('no');
  });
  await expect(fails).rejects.toThrow('no');
  expect(readdirSync(home)).toEqual([]);
});

it('removes those of dead processes, and none that is in use or not ours', async () => {
  const make = (name: string, holder: string | null) => {
    mkdirSync(join(home, name));
    if (holder !== null) writeFileSync(join(home, name, 'holder.json'), holder);
  };
  make('store', null);
  make('store.restore-test-dead', JSON.stringify({ ...identify(process.pid), startTime: '1' }));
  make('store.restore-test-used', JSON.stringify(identify(process.pid)));
  make('store.restore-test-begun', null);
  make('store.restore-test-old', null);
  const longAgo = new Date(now - 2 * 60 * 60_000);
  utimesSync(join(home, 'store.restore-test-old'), longAgo, longAgo);
  await withScratchFolder(store, now, async () => {});
  expect(readdirSync(home).sort()).toEqual([
    'store',
    'store.restore-test-begun',
    'store.restore-test-used',
  ]);
});
