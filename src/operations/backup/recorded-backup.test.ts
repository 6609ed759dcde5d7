import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { GeckoError } from '../../errors.ts';
import { ensureFolder } from '../../state/atomic-file.ts';
import { readBackupResults } from '../../state/backup-results.ts';
import { recordedBackup } from './recorded-backup.ts';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-recorded-'));
  runtime = await fakeRuntime(home, new FakeRag());
});
afterEach(() => rmSync(home, { recursive: true }));

const made = (id: string) => async () => ({
  json: { repository: '/backups', backup: { id, size: 12, written: 3, label: null } },
  text: () => '',
});
const failing = (code: string) => async () => {
  throw new GeckoError(code, 'There is no room left', { exitCode: 24 });
};
const record = (scheduled: boolean, work: Parameters<typeof recordedBackup>[2]) =>
  recordedBackup({ what: 'qdrant', scheduled }, runtime, work);
const kept = () => readBackupResults(runtime.paths.project.backupResults);

it('keeps what was made, when, where and by whom', async () => {
  await record(true, made('0000000a'));
  const result = {
    time: new Date(runtime.clock.now()).toISOString(),
    what: 'qdrant',
    by: 'schedule',
    took: 0,
    repository: '/backups',
    backup: { id: '0000000a', size: 12, written: 3 },
    failure: null,
  };
  expect(kept()).toEqual({ last: result, lastGood: result, lastScheduled: result });
});

it('keeps a failure beside the last good one', async () => {
  await record(true, made('0000000a'));
  await expect(record(true, failing('NO_SPACE'))).rejects.toThrow('no room');
  await record(false, made('0000000b'));
  expect(kept()).toMatchObject({
    last: { by: 'hand', backup: { id: '0000000b' } },
    lastGood: { backup: { id: '0000000b' } },
    lastScheduled: { failure: { code: 'NO_SPACE', message: 'There is no room left' } },
  });
});

it('keeps none that a person has stopped, or that had to wait', async () => {
  await expect(record(false, failing('LOCKED'))).rejects.toThrow();
  await expect(record(false, failing('INTERRUPTED'))).rejects.toThrow();
  expect(kept().last).toBeNull();
  await expect(record(true, failing('LOCKED'))).rejects.toThrow();
  expect(kept().last).toMatchObject({ failure: { code: 'LOCKED' } });
});

it('tells of the backup all the same where the result cannot be kept', async () => {
  const path = runtime.paths.project.backupResults;
  ensureFolder(dirname(path));
  writeFileSync(path, 'broken');
  await record(false, made('0000000a'));
  expect(runtime.ui.events).toMatchObject([{ type: 'warning' }]);
});
