import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { storeAll, type WaitingFile } from './store-all.ts';

describe('the room for a backup', () => {
  let folder: string;
  let place: RepositoryPlace;
  let free: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gecko-store-all-'));
    place = { ...folderPlace(folder), free: async () => free };
    free = 100_000;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const runtime = {
    signal: new AbortController().signal,
    ui: { event: () => {} } as never,
  };
  const file = (path: string, bytes: Buffer, more: Partial<WaitingFile> = {}): WaitingFile => ({
    path,
    size: bytes.length,
    async *read() {
      yield bytes;
    },
    ...more,
  });
  const store = (...waiting: WaitingFile[]) => storeAll(waiting, place, runtime);
  const noSpace = { code: 'NO_SPACE', exitCode: 24, details: { needed: 80_000, free: 50_000 } };
  const bytes = randomBytes(80_000);

  it('is asked for before anything is written', async () => {
    free = 50_000;
    await expect(store(file('a', bytes))).rejects.toMatchObject(noSpace);
    await expect(store(file('a', bytes, { isTar: true }))).rejects.toMatchObject(noSpace);
    expect(await place.names('blobs')).toEqual([]);
  });

  it('is not asked for what an earlier backup has', async () => {
    const { files } = await store(file('a', bytes));
    free = 50_000;
    const [earlier] = files;
    const little = file('b', randomBytes(1_000));
    expect((await store(file('a', bytes, { earlier }), little)).written).toBeLessThan(2_000);
    await expect(store(file('a', randomBytes(80_000)))).rejects.toMatchObject(noSpace);
  });

  it('is not asked for a tar of which the most may be there', async () => {
    await store(file('a', bytes, { isTar: true }));
    free = 50_000;
    expect((await store(file('a', bytes, { isTar: true }))).written).toBe(0);
  });
});
