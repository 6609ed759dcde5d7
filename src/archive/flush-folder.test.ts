import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { flushFolder } from './flush-folder.ts';

const failure = (code: string) => Object.assign(new Error(code), { code, syscall: 'fsync' });

describe('flushing the names in a folder', () => {
  it('is done where there is one, and nothing where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gecko-flush-'));
    await flushFolder(folder);
    await flushFolder(join(folder, 'none'));
    rmSync(folder, { recursive: true });
  });

  it.each(['EIO', 'ENOSPC', 'EDQUOT', 'ESTALE', 'EMFILE'])('fails with %s', async (code) => {
    const close = vi.fn(async () => {});
    const sync = async () => {
      throw failure(code);
    };
    await expect(flushFolder('/x', async () => ({ sync, close }))).rejects.toThrow(code);
    expect(close).toHaveBeenCalledOnce();
    const broken = async () => {
      throw failure(code);
    };
    await expect(flushFolder('/x', broken)).rejects.toThrow(code);
  });

  it.each(['EINVAL', 'ENOTSUP', 'ENOTTY', 'EPERM', 'EISDIR', 'EACCES'])(
    'is left out where the system cannot: %s',
    async (code) => {
      const close = vi.fn(async () => {});
      const sync = async () => {
        throw failure(code);
      };
      await flushFolder('/x', async () => ({ sync, close }));
      expect(close).toHaveBeenCalledOnce();
    },
  );
});
