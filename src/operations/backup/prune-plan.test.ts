import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storeBackup } from '../../../test/fakes/store-backup.ts';
import { blobsOf } from '../../archive/repository/blobs-of.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import { prunePlan } from './prune-plan.ts';

describe('what a prune would remove', () => {
  const texts = fc.array(fc.constantFrom('one', 'two', 'three three', 'four'), { minLength: 1 });
  const backup = fc.record({ texts, project: fc.constantFrom('gecko', 'other') });
  const cases = fc.record({
    backups: fc.array(backup, { minLength: 1, maxLength: 6 }),
    maxSize: fc.integer({ min: 0, max: 100 }),
    project: fc.constantFrom('gecko', null),
  });

  it('is each blob that nothing needs any more, and leaves the bytes of the others', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async ({ backups, maxSize, project }) => {
        const folder = mkdtempSync(join(tmpdir(), 'gecko-plan-'));
        const place = folderPlace(folder);
        for (const one of backups)
          await storeBackup(place, Object.fromEntries(one.texts.entries()), one);
        const now = Date.now();
        const plan = await prunePlan(place, { rule: { maxSize }, project, now, placeNow: now });
        const entries = await place.entries('blobs');
        rmSync(folder, { recursive: true });
        const needed = new Set(plan.kept.flatMap((one) => [...blobsOf(place, one)]));
        const names = (of: readonly { name: string }[]) => of.map(({ name }) => name).sort();
        expect(names(plan.blobs)).toEqual(names(entries.filter(({ name }) => !needed.has(name))));
        const left = entries.filter(({ name }) => needed.has(name));
        expect(plan.size).toBe(left.reduce((sum, { size }) => sum + size, 0));
        expect(plan.kept.length + plan.removed.length).toBe(backups.length);
        const oldest = plan.kept.filter((one) => project === null || one.project === project);
        // What is too large all the same is the newest of each project.
        if (plan.size > maxSize)
          expect(new Set(oldest.map((one) => one.project)).size).toBe(oldest.length);
      }),
      { numRuns: 40 },
    );
  });

  it('are the oldest of all projects, but for the newest of each, until the rest is small enough', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gecko-plan-'));
    const place = folderPlace(folder);
    const projects = ['quiet', 'one', 'other', 'one', 'other', 'one'];
    for (const [at, project] of projects.entries())
      await storeBackup(place, { text: `as long as the others: ${at}` }, { project });
    const now = Date.now();
    const plan = (maxSize: number) =>
      prunePlan(place, { rule: { maxSize }, project: null, now, placeNow: now });
    const removed = async (share: number) => {
      const { size } = await plan(Number.POSITIVE_INFINITY);
      return (await plan(size * share)).removed.map(({ manifest: { counter } }) => counter);
    };
    expect(await removed(5 / 6)).toEqual([2]);
    expect(await removed(4 / 6)).toEqual([2, 3]);
    expect(await removed(0)).toEqual([2, 3, 4]);
    rmSync(folder, { recursive: true });
  });
});
