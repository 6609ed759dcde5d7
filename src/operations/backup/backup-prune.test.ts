import {
  cpSync,
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { fastClock } from '../../../test/fakes/fast-clock.ts';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import { listBackups } from '../../archive/repository/list-backups.ts';
import { lockRepository } from '../../archive/repository/lock-repository.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { verifyFiles } from '../../archive/repository/verify-files.ts';
import { identify } from '../../state/process-identity.ts';
import { backupPrune, type PruneOptions } from './backup-prune.ts';
import { openRepository } from './open-repository.ts';

let home: string;
let runtime: FakeRuntime;
let place: RepositoryPlace;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-prune-'));
  runtime = await fakeRuntime(home, new FakeRag());
  runtime.clock = fastClock(20);
  place = folderPlace(at());
});
afterEach(() => rmSync(home, { recursive: true }));

const at = (...names: string[]) => join(home, 'r', ...names);
const inFolder = (kind: string) => (existsSync(at(kind)) ? readdirSync(at(kind)) : []);
const prune = (options: Partial<PruneOptions>) =>
  backupPrune({ to: at(), allProjects: false, apply: true, ...options }, runtime);
const jsonOf = async (options: Partial<PruneOptions>) => (await prune(options)).json;

/** Reads every backup that is there, to the last byte. */
async function wrong(of = place): Promise<string[]> {
  const { signal } = new AbortController();
  const found: string[] = [];
  for (const { content } of await listBackups(of))
    found.push(
      ...('problem' in content
        ? [content.problem]
        : await verifyFiles(of, content, () => {}, signal)),
    );
  return found;
}

async function threeBackups(of = place): Promise<string[]> {
  const ids = [];
  for (const one of ['1', '2', '3'])
    ids.push((await storeBackup(of, { shared: 'shared', own: `own ${one}` })).manifest.id);
  return ids;
}

describe('gecko backup prune', () => {
  it('shows what would go, and changes nothing', async () => {
    const [first, second, third] = await threeBackups();
    const report = await prune({ keepLast: 1, apply: false });
    expect(report.json).toMatchObject({
      applied: false,
      removed: [{ id: first }, { id: second }],
      kept: [{ id: third }],
      blobs: 2,
    });
    expect(report.text(runtime.ui.style)).toContain('--apply');
    expect([inFolder('manifests').length, inFolder('blobs').length]).toEqual([3, 4]);
    expect(inFolder('locks')).toEqual([]);
  });

  it('removes backups, and only blobs that no other needs', async () => {
    const ids = await threeBackups();
    expect(await jsonOf({ keepLast: 1 })).toMatchObject({ applied: true, blobs: 2 });
    const all = await listBackups(place);
    expect(all.map(({ id }) => id)).toEqual([ids[2]]);
    expect([inFolder('blobs').length, await wrong()]).toEqual([2, []]);
    expect(inFolder('locks')).toEqual([]);
  });

  it('removes by size, and never the last', async () => {
    await threeBackups();
    expect(await jsonOf({ maxSize: '1B' })).toMatchObject({ kept: [{}] });
    expect(await wrong()).toEqual([]);
  });

  it.each([{}, { keepLast: 0 }, { keepDays: -1 }, { maxSize: 'much' }])(
    'wants a rule that says something, not %o',
    async (rule) => {
      await threeBackups();
      await expect(prune(rule)).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
    },
  );

  it('leaves other projects alone, unless it is asked to', async () => {
    await storeBackup(place, { a: '1' }, { project: 'other' });
    await storeBackup(place, { a: '2' }, { project: 'other' });
    await threeBackups();
    await prune({ keepLast: 1 });
    expect(inFolder('manifests')).toHaveLength(3);
    await prune({ keepLast: 1, allProjects: true });
    expect(inFolder('manifests')).toHaveLength(2);
    expect(await wrong()).toEqual([]);
  });

  it('removes no blob while the needs of a backup are not known, and says so', async () => {
    await threeBackups();
    const [name = ''] = inFolder('manifests').sort();
    writeFileSync(at('manifests', name), 'damaged');
    const report = await prune({ keepLast: 1 });
    expect(report.json).toMatchObject({ removed: [{}], blobs: 0, unusable: [{ name }] });
    expect(report.text(runtime.ui.style)).toContain(`manifests/${name}`);
    expect(inFolder('blobs')).toHaveLength(4);
    rmSync(at('manifests', name));
    for (const blob of inFolder('blobs')) utimesSync(at('blobs', blob), 1, 1);
    await prune({ keepLast: 1 });
    expect([inFolder('blobs').length, await wrong()]).toEqual([2, []]);
  });

  it('keeps the newest one whose blobs are there', async () => {
    const [, second] = await threeBackups();
    const { manifest } = await storeBackup(place, { own: 'lost' });
    const [piece] = manifest.files[0]?.pieces ?? [];
    rmSync(at('blobs', piece?.sha256 ?? ''));
    await prune({ keepLast: 1 });
    const kept = (await listBackups(place)).map(({ id }) => id);
    expect(kept).toHaveLength(2);
    expect(kept).not.toContain(second);
  });

  it('keeps what no backup has while it is young: one may be under way', async () => {
    await threeBackups();
    await place.write('blobs', 'f'.repeat(64), Buffer.from('under way'));
    await prune({ keepLast: 3 });
    expect(inFolder('blobs')).toHaveLength(5);
    utimesSync(at('blobs', 'f'.repeat(64)), 1, 1);
    await prune({ keepLast: 3 });
    expect([inFolder('blobs').length, await wrong()]).toEqual([4, []]);
  });

  it('leaves whole backups wherever it is killed, and the next one ends the work', async () => {
    await threeBackups();
    cpSync(at(), join(home, 'before'), { recursive: true });
    // Two manifests and two blobs go.
    for (let step = 0; step < 4; step += 1) {
      rmSync(at(), { recursive: true });
      cpSync(join(home, 'before'), at(), { recursive: true });
      const { signal } = new AbortController();
      let steps = 0;
      signal.throwIfAborted = () => {
        steps += 1;
        // The first is before the lock.
        if (steps > step + 1) throw new Error('killed');
      };
      const rest = { to: at(), allProjects: false, apply: true, keepLast: 1 };
      await expect(backupPrune(rest, { ...runtime, signal })).rejects.toThrow('killed');
      expect([inFolder('manifests').length, inFolder('blobs').length]).toEqual([
        Math.max(3 - step, 1),
        Math.min(6 - step, 4),
      ]);
      expect(await wrong()).toEqual([]);
      for (const blob of inFolder('blobs')) utimesSync(at('blobs', blob), 1, 1);
      await prune({ keepLast: 1 });
      expect([inFolder('manifests').length, inFolder('blobs').length]).toEqual([1, 2]);
      expect(await wrong()).toEqual([]);
    }
  });

  it('works in an encrypted repository, with its key', async () => {
    const passphraseFile = join(home, 'phrase');
    writeFileSync(passphraseFile, 'four words or more');
    const access = { encrypt: true, passphraseFile };
    const sealed = await openRepository(at(), runtime, access, 'write');
    await threeBackups(sealed);
    Object.assign(runtime.ui, { interactive: false });
    await expect(prune({ keepLast: 1 })).rejects.toMatchObject({ code: 'BACKUP_SEALED' });
    expect(await jsonOf({ keepLast: 1, passphraseFile })).toMatchObject({ blobs: 2 });
    expect([inFolder('blobs').length, await wrong(sealed)]).toEqual([2, []]);
  });
});

describe('who works in a repository', () => {
  const lock = (mode: 'shared' | 'alone', waitMs = 0, breaks = false) => {
    const { clock, signal } = runtime;
    const wish = { waitMs, breaks };
    return lockRepository(place, { mode, command: `gecko ${mode}`, clock, lock: wish, signal });
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
    runtime.clock = { ...runtime.clock, now: () => Date.now() + 365 * 24 * 60 * 60_000 };
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
});
