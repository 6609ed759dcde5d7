import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { GeckoError } from '../../errors.ts';
import { makeBackup } from './make-backup.ts';
import { nothingSaved, type Saved } from './saved.ts';

let home: string;
let runtime: FakeRuntime;
let place: RepositoryPlace;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-make-'));
  runtime = await fakeRuntime(home, new FakeRag());
  place = folderPlace(at());
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (...names: string[]) => join(home, 'r', ...names);
const inFolder = (kind: string) => (existsSync(at(kind)) ? readdirSync(at(kind)) : []);
const empty: Saved = { content: nothingSaved, written: 0 };

describe('a backup under way', () => {
  it('does not come to be where its lock was lost: blobs that it knew may be gone', async () => {
    const save = async () => {
      rmSync(at('locks'), { recursive: true });
      return empty;
    };
    await expect(makeBackup({ place }, save, runtime)).rejects.toMatchObject({ code: 'LOCK_LOST' });
    expect(inFolder('manifests')).toEqual([]);
  });

  it('counts where only its lock could not be given back, and says so', async () => {
    const remove = async () => {
      throw new GeckoError('BACKUP_UNREACHABLE', 'The server does not answer', { exitCode: 20 });
    };
    await makeBackup({ place: { ...place, remove } }, async () => empty, runtime);
    expect(inFolder('manifests')).toHaveLength(1);
    expect(runtime.ui.events).toContainEqual({
      type: 'warning',
      text: expect.stringContaining('could not be given back'),
    });
  });

  it('judges what others have left by the clock of the repository', async () => {
    const clean = vi.fn(place.clean);
    const year = 365 * 24 * 60 * 60_000;
    runtime.clock = { ...runtime.clock, now: () => Date.now() + year };
    await makeBackup({ place: { ...place, clean } }, async () => empty, runtime);
    const [[now = 0] = []] = clean.mock.calls;
    expect(Math.abs(now - Date.now())).toBeLessThan(60_000);
  });
});
