import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveFiles } from './live-files.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('liveFiles', () => {
  it('reads what is there', async () => {
    const path = join(folder, 'vendor');
    writeFileSync(path, '0x1002\n');
    chmodSync(path, 0o640);
    symlinkSync(path, join(folder, 'link'));
    expect(await liveFiles.read(path)).toBe('0x1002\n');
    expect(await liveFiles.list(folder)).toEqual(['link', 'vendor']);
    expect(await liveFiles.stat(join(folder, 'link'))).toMatchObject({ mode: 0o640 });
    expect(await liveFiles.mayUse(path)).toBe(true);
    expect(await liveFiles.freeSpace(folder)).toBeGreaterThan(0);
  });

  it('takes what cannot be read for missing', async () => {
    const path = join(folder, 'nothing');
    expect(await liveFiles.read(path)).toBeNull();
    expect(await liveFiles.read(folder)).toBeNull();
    expect(await liveFiles.list(path)).toEqual([]);
    expect(await liveFiles.stat(path)).toBeNull();
    expect(await liveFiles.mayUse(path)).toBe(false);
    expect(await liveFiles.freeSpace(path)).toBeNull();
  });
});
