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
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fastClock } from '../../../test/fakes/fast-clock.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { GeckoError } from '../../errors.ts';
import type { Clock } from '../../runtime.ts';
import { identify } from '../../state/process-identity.ts';
import { folderPlace } from './folder-place.ts';
import { lockRepository } from './lock-repository.ts';
import type { RepositoryPlace } from './place.ts';

let home: string;
let clock: Clock;
let place: RepositoryPlace;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'gecko-lock-'));
  clock = fastClock(20);
  place = folderPlace(at());
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(home, { recursive: true });
});

const at = (...names: string[]) => join(home, 'r', ...names);
const inFolder = (kind: string) => (existsSync(at(kind)) ? readdirSync(at(kind)) : []);

describe('who works in a repository', () => {
  const lock = (mode: 'shared' | 'alone', waitMs = 0, breaks = false, where = place) => {
    const { signal } = new AbortController();
    const wish = { waitMs, breaks };
    return lockRepository(where, { mode, command: `gecko ${mode}`, clock, lock: wish, signal });
  };
  /** An entry of another machine, so long ago. */
  const left = (mode: string, minutes: number, holder = {}) => {
    const text = {
      command: 'gecko x',
      at: 'then',
      pid: 1,
      host: 'elsewhere',
      startTime: '1',
      bootId: 'b',
      ...holder,
    };
    mkdirSync(at('locks'), { recursive: true });
    const path = at('locks', `${mode}-1.json`);
    writeFileSync(path, JSON.stringify(text));
    const then = Date.now() / 1_000 - minutes * 60;
    utimesSync(path, then, then);
  };

  it('lets backups work at once, and nobody beside what removes', async () => {
    const [one, other] = [await lock('shared'), await lock('shared')];
    await expect(lock('alone')).rejects.toMatchObject({
      code: 'LOCKED',
      exitCode: 11,
      message: expect.stringContaining(`gecko shared, process ${process.pid}`),
    });
    await one.release();
    await other.release();
    const alone = await lock('alone');
    await expect(lock('shared')).rejects.toMatchObject({ code: 'LOCKED' });
    await expect(lock('alone')).rejects.toMatchObject({ code: 'LOCKED' });
    await alone.release();
    expect(inFolder('locks')).toEqual([]);
  });

  it('waits as long as it is told', async () => {
    const alone = await lock('alone');
    const waiting = lock('shared', 60_000);
    await alone.release();
    await (await waiting).release();
  });

  it.each([
    ['another machine, an hour ago', 61, {}, true],
    ['another machine, ten minutes ago', 10, {}, false],
    ['this machine, by a process that is dead', 1, identify(2 ** 22 + 1), true],
  ])('takes over from %s: %i minutes, %o, %s', async (_, minutes, holder, isFree) => {
    left('alone', minutes, holder);
    const taken = await lock('shared').catch((error: unknown) => error);
    expect(taken instanceof Error).toBe(!isFree);
    if (!isFree) await (await lock('shared', 0, true)).release();
  });

  it('does not go by the clock of this machine', async () => {
    left('alone', 1);
    // A clock that is a year ahead would call the entry old.
    clock = { ...clock, now: () => Date.now() + 365 * 24 * 60 * 60_000 };
    await expect(lock('shared')).rejects.toMatchObject({ code: 'LOCKED' });
  });

  it('ends a backup whose blobs are gone before it is complete', async () => {
    const removing: RepositoryPlace = {
      ...place,
      async write(kind, name, bytes) {
        await place.write(kind, name, bytes);
        if (kind === 'blobs') rmSync(at('blobs', name));
      },
    };
    await expect(storeBackup(removing, { a: 'one' })).rejects.toMatchObject({
      code: 'BACKUP_BUSY',
    });
    expect(inFolder('manifests')).toEqual([]);
  });

  describe('while it is held', () => {
    const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
    const lost = { code: 'LOCK_LOST', exitCode: 11, message: expect.stringContaining('r') };
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
      clock = { now: () => Date.now(), monotonic: () => 0, sleep: async () => {} };
    });
    /** Its writing is of the disk, which the timers know nothing of. */
    const settled = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

    it('is renewed, so that nobody takes it for dead', async () => {
      let written = 0;
      const counting: RepositoryPlace = {
        ...place,
        async write(...args) {
          await place.write(...args);
          written += 1;
        },
      };
      const held = await lock('alone', 0, false, counting);
      for (let passed = 0; passed < 120; passed += 5) {
        await minutes(5);
        await vi.waitFor(() => expect(written).toBe(2 + passed / 5));
        await settled();
        await held.check();
      }
      await held.release();
      expect(inFolder('locks')).toEqual([]);
    });

    it('is lost where it could not be renewed for long, and not at once', async () => {
      let isCut = false;
      const cut: RepositoryPlace = {
        ...place,
        async write(...args) {
          if (isCut) throw new Error('the network is down');
          await place.write(...args);
        },
      };
      const held = await lock('alone', 0, false, cut);
      isCut = true;
      await minutes(40);
      await held.check();
      await minutes(10);
      await expect(held.check()).rejects.toMatchObject(lost);
      isCut = false;
      await minutes(5);
      await expect(held.check()).rejects.toMatchObject(lost);
      await held.release();
    });

    it('is lost where somebody removed its entry, which does not come back', async () => {
      const held = await lock('shared');
      const [name = ''] = inFolder('locks');
      rmSync(at('locks', name));
      await minutes(6);
      await settled();
      expect(inFolder('locks')).toEqual([]);
      await expect(held.check()).rejects.toMatchObject(lost);
      await held.release();
    });

    it('is given back after a renewal that is under way', async () => {
      let goOn = () => {};
      let count = 0;
      const slow: RepositoryPlace = {
        ...place,
        async write(...args) {
          count += 1;
          if (count > 1) await new Promise<void>((resolve) => (goOn = resolve));
          await place.write(...args);
        },
      };
      const held = await lock('shared', 0, false, slow);
      await minutes(5);
      await vi.waitFor(() => expect(count).toBe(2));
      const released = held.release();
      await settled();
      goOn();
      await released;
      expect(inFolder('locks')).toEqual([]);
    });
  });

  it('lets backups work beside an entry that another user alone may read', async () => {
    left('shared', 1);
    const denied: RepositoryPlace = {
      ...place,
      async read(kind, name, limit) {
        if (name !== 'shared-1.json') return place.read(kind, name, limit);
        throw new GeckoError('BACKUP_TARGET', 'permission denied', { exitCode: 1 });
      },
    };
    await (await lock('shared', 0, false, denied)).release();
    await expect(lock('alone', 0, true, denied)).rejects.toMatchObject({
      code: 'LOCKED',
      message: expect.stringContaining('shared-1.json'),
    });
  });

  it.each(['entries', 'read'] as const)('leaves nothing where %s fails', async (method) => {
    left('shared', 1);
    const failing: RepositoryPlace = {
      ...place,
      [method]: async () => {
        throw new Error('the network is down');
      },
    };
    await expect(lock('alone', 0, false, failing)).rejects.toThrow('network');
    expect(inFolder('locks')).toEqual(['shared-1.json']);
  });
});
