import {
  cpSync,
  existsSync,
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
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { verifyFiles } from '../../archive/repository/verify-files.ts';
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
const manifestOf = (id = '') => inFolder('manifests').find((name) => name.includes(id)) ?? '';
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

  /** Removes all but the last of three; before the second manifest goes, something happens. */
  const pruneAsThere = (happens: () => void) => {
    const { signal } = new AbortController();
    let steps = 0;
    // Asked before the lock, and before each thing that goes.
    signal.throwIfAborted = () => {
      steps += 1;
      if (steps === 3) happens();
    };
    const rest = { to: at(), allProjects: false, apply: true, keepLast: 1 };
    return backupPrune(rest, { ...runtime, signal });
  };

  it.each([
    ['its entry was removed', () => rmSync(at('locks'), { recursive: true }), 1],
    ['the machine slept for an hour', () => {}, 60],
  ])('removes nothing more once %s', async (_, lose, minutes) => {
    await threeBackups();
    let slept = 0;
    const { clock } = runtime;
    runtime.clock = { ...clock, now: () => clock.now() + slept * 60_000 };
    const pruned = pruneAsThere(() => {
      slept = minutes;
      lose();
    });
    await expect(pruned).rejects.toMatchObject({ code: 'LOCK_LOST', exitCode: 11 });
    expect([inFolder('manifests').length, inFolder('blobs').length]).toEqual([2, 4]);
    expect([inFolder('locks'), await wrong()]).toEqual([[], []]);
  });

  it('counts what was removed, without blobs that a new backup needs', async () => {
    const first = manifestOf((await threeBackups())[0]);
    cpSync(at('manifests', first), join(home, first));
    const { json, text } = await pruneAsThere(() =>
      cpSync(join(home, first), at('manifests', first)),
    );
    expect(json).toMatchObject({ removed: [{}, {}], blobs: 1 });
    const stored = (await place.entries('blobs')).map(({ size }) => size);
    expect(stored).toHaveLength(3);
    expect(json).toMatchObject({ left: stored.reduce((sum, size) => sum + size, 0) });
    expect(text(runtime.ui.style)).toContain('2 backups and 1 blob (');
    expect(await wrong()).toEqual([]);
  });

  it('counts none where a backup became unreadable meanwhile, and names it', async () => {
    const name = manifestOf((await threeBackups())[2]);
    const { json } = await pruneAsThere(() => writeFileSync(at('manifests', name), 'damaged'));
    expect(json).toMatchObject({ removed: [{}, {}], blobs: 0, bytes: 0, unusable: [{ name }] });
    expect(inFolder('blobs')).toHaveLength(4);
  });
});
