import { describe, expect, it } from 'vitest';
import { judgeDisk } from './judge-disk.ts';

const gib = 2 ** 30;
const disk = {
  what: "the engine's images and volumes",
  where: '/var/lib/docker',
  total: 100 * gib,
  free: 50 * gib,
  files: 1_000_000,
  freeFiles: 900_000,
  fix: { what: 'make room', command: null },
};

describe('judgeDisk', () => {
  it.each([
    ['plenty', {}, 'ok DISK'],
    ['5 GiB', { free: 5 * gib }, 'ok DISK'],
    ['less than 5 GiB', { free: 5 * gib - 1 }, 'warning DISK_LOW'],
    ['less than 1 GiB', { free: gib - 1 }, 'problem DISK_FULL'],
    ['nothing', { free: 0 }, 'problem DISK_FULL'],
    ['few files', { freeFiles: 49_999 }, 'warning DISK_LOW'],
    ['hardly any file', { freeFiles: 9_999 }, 'problem DISK_FULL'],
    ['no bound of files', { files: 0, freeFiles: 0 }, 'ok DISK'],
  ])('%s', (_, changes, expected) => {
    const { severity, code } = judgeDisk({ ...disk, ...changes });
    expect(`${severity} ${code}`).toBe(expected);
  });

  it('names both figures, and the one that is short', () => {
    expect(judgeDisk({ ...disk, free: 0.5 * gib }).text).toBe(
      "512 MiB of 100 GiB are free for the engine's images and volumes (/var/lib/docker)",
    );
    expect(judgeDisk({ ...disk, freeFiles: 5 }).text).toContain('5 of 1000000 files (inodes)');
  });
});
