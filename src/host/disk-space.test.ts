import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskSpace } from './disk-space.ts';

describe('diskSpace', () => {
  it('tells the room of a folder', async () => {
    const space = await diskSpace(tmpdir());
    expect(space?.path).toBe(tmpdir());
    expect(space?.total).toBeGreaterThan(0);
    expect(space?.free).toBeLessThanOrEqual(space?.total ?? 0);
  });

  it('takes the nearest folder above one that is not there', async () => {
    expect((await diskSpace(join(tmpdir(), 'no', 'such', 'folder')))?.path).toBe(tmpdir());
  });
});
