import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { fakeCredentials, openFakeS3 } from '../../../test/fakes/fake-s3.ts';
import { fastClock } from '../../../test/fakes/fast-clock.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import { lockRepository } from '../../archive/repository/lock-repository.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { GeckoError } from '../../errors.ts';
import { readVerifyResults } from '../../state/verify-results.ts';
import { backupExport } from './backup-export.ts';
import { backupPrune } from './backup-prune.ts';
import { backupVerify } from './backup-verify.ts';
import { openRepository } from './open-repository.ts';
import { restore } from './restore.ts';
import { whileReading } from './while-reading.ts';

let home: string;
let runtime: FakeRuntime;
let place: RepositoryPlace;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-reading-'));
  runtime = await fakeRuntime(home, new FakeRag());
  runtime.clock = fastClock(20);
  place = folderPlace(at());
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (...names: string[]) => join(home, 'r', ...names);
const inFolder = (kind: string) => (existsSync(at(kind)) ? readdirSync(at(kind)) : []);
const reading = <T>(work: () => Promise<T>, where: RepositoryPlace | null = place) =>
  whileReading(where, 'gecko x', runtime, work);
const prune = () =>
  backupPrune({ to: at(), allProjects: false, apply: true, keepLast: 1 }, runtime);
const failing = (code: string, exitCode: number) => async () => {
  throw new GeckoError(code, 'It does not work', { exitCode });
};

describe('whoever reads a repository', () => {
  it('keeps others from removing what it reads, and not from reading', async () => {
    await storeBackup(place, { a: '1' });
    const done = await reading(async () => {
      await expect(prune()).rejects.toMatchObject({
        code: 'LOCKED',
        message: expect.stringContaining('gecko x'),
      });
      return reading(async () => 'read');
    });
    expect([done, inFolder('locks')]).toEqual(['read', []]);
    await prune();
  });

  it.each([
    ['verify', () => backupVerify({ asked: 'latest', to: at() }, runtime)],
    [
      'export',
      () => backupExport({ asked: 'latest', to: at(), file: join(home, 'x.tar.zst') }, runtime),
    ],
    [
      'restore',
      () =>
        restore(
          {
            what: 'all',
            asked: 'latest',
            to: at(),
            dryRun: true,
            otherFingerprint: false,
            models: [],
          },
          runtime,
        ),
    ],
  ])('waits for what removes, in gecko %s, and keeps nothing of it for doctor', async (_, run) => {
    await storeBackup(place, { a: '1' });
    const { clock, signal } = runtime;
    const lock = { waitMs: 0 };
    const how = { mode: 'alone', command: 'gecko backup prune', clock, lock, signal } as const;
    const held = await lockRepository(place, how);
    await expect(run()).rejects.toMatchObject({ code: 'LOCKED', exitCode: 11 });
    await held.release();
    expect(readVerifyResults(runtime.paths.project.verifyResults).last).toBeNull();
  });

  it.each([
    ['BACKUP_TARGET', 1],
    ['BACKUP_DENIED', 12],
    ['NO_SPACE', 24],
  ])('goes on where nothing can be written: %s', async (code, exitCode) => {
    await storeBackup(place, { a: '1' });
    const where = { ...place, write: failing(code, exitCode), remove: failing(code, exitCode) };
    let count = 0;
    const work = async () => {
      count += 1;
    };
    await reading(work, where);
    expect(count).toBe(1);
    // What the work itself throws is no reason to do it again.
    const broken = reading(async () => {
      await work();
      await failing(code, exitCode)();
    });
    await expect(broken).rejects.toMatchObject({ code });
    expect(count).toBe(2);
  });

  it('verifies a backup whose folder takes no locks', async () => {
    await storeBackup(place, { a: '1' });
    writeFileSync(at('locks'), 'a file, where a folder would be');
    const { json } = await backupVerify({ asked: 'latest', to: at() }, runtime);
    expect(json).toMatchObject({ intact: true });
  });

  it('verifies a backup in a bucket with a key that may only list and read', async () => {
    const server = await openFakeS3();
    const { clock, signal, lock } = runtime;
    Object.assign(runtime.config.backup.s3, fakeCredentials, { endpoint: server.endpoint });
    const to = 's3://bucket/prefix';
    const bucket = await openRepository(to, runtime);
    await storeBackup(bucket, { a: '1' });
    server.readsOnly = true;
    const { json } = await backupVerify({ asked: 'latest', to }, runtime);
    expect(json).toMatchObject({ intact: true });
    server.readsOnly = false;
    // Nothing of a try that was refused is in the way of a prune.
    const how = { mode: 'alone', command: 'gecko backup prune', clock, lock, signal } as const;
    await (await lockRepository(bucket, how)).release();
    await server.close();
  });

  it('makes no repository where there is none, and needs none for a file', async () => {
    expect(await reading(async () => 'nothing')).toBe('nothing');
    expect(await reading(async () => 'file', null)).toBe('file');
    expect(existsSync(at())).toBe(false);
  });

  it('takes for damage only what cannot have been removed meanwhile', async () => {
    await storeBackup(place, { a: '1' });
    const damaged = failing('BACKUP_DAMAGED', 25);
    await expect(reading(damaged)).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    const lost = reading(async () => {
      rmSync(at('locks'), { recursive: true });
      await damaged();
    });
    await expect(lost).rejects.toMatchObject({ code: 'LOCK_LOST' });
  });
});
