import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { addBackupResult, type BackupResult } from '../../state/backup-results.ts';
import { withBackupState } from './with-backup-state.ts';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-state-'));
  runtime = await fakeRuntime(home, new FakeRag());
});
afterEach(() => rmSync(home, { recursive: true }));

const report = { json: { project: 'gecko' }, text: () => 'Project gecko' };
const text = () => withBackupState(report, runtime).text(runtime.ui.style);
const add = (hoursAgo: number, changes: Partial<BackupResult> = {}) =>
  addBackupResult(runtime.paths.project.backupResults, {
    time: new Date(runtime.clock.now() - hoursAgo * 3_600_000).toISOString(),
    what: 'qdrant',
    by: 'hand',
    took: 5,
    repository: '/backups',
    backup: { id: '0000000a', size: 5, written: 5 },
    failure: null,
    ...changes,
  });
const failure = { code: 'NO_SPACE', message: 'There is no room left in /backups' };

it('adds no line where nobody makes backups', () => {
  expect(text()).toBe('Project gecko');
  expect(withBackupState(report, runtime).json).toMatchObject({
    project: 'gecko',
    backups: { last: null, schedule: null, next: null, overdueSince: null },
  });
});

it('tells how old the last good one is', async () => {
  await add(5);
  expect(text()).toBe('Project gecko\n\nLast backup: 5 hours ago');
});

it('tells why the last one failed', async () => {
  await add(30);
  await add(3, { backup: null, failure });
  expect(text()).toContain(
    'Last backup: 30 hours ago; the last one failed 3 hours ago: There is no room left in /backups',
  );
});

it('tells since when one is missing', async () => {
  runtime.config.backup.schedule = 'hourly';
  await add(30);
  expect(text()).toMatch(/Last backup: 30 hours ago; overdue since \d{4}-\d\d-\d\dT\d\d:\d\dZ/);
});

it('tells that none was made by a schedule yet', () => {
  runtime.config.backup.schedule = 'hourly';
  expect(text()).toMatch(/Last backup: none yet; overdue since/);
});
