import { afterEach, expect, it } from 'vitest';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { addBackupResult } from '../../../state/backup-results.ts';
import { backupDisk } from './backup-disk.ts';
import { backupVerify } from './backup-verify.ts';
import { backups } from './backups.ts';

let project: ExaminedProject;
afterEach(() => project.remove());

it('notes that backups go to the disk of an embedded corpus, and how much room there is', async () => {
  project = await examinedProject();
  expect(await project.short(backupDisk, 'embedded')).toEqual([
    'note BACKUP_SAME_DISK',
    'ok BACKUP_DISK',
  ]);
});

it('asks the engine where its volumes lie, and does without it', async () => {
  project = await examinedProject({ info: { isLocal: false, address: 'ssh://jo@far.example' } });
  expect(await project.short(backupDisk)).toEqual(['ok BACKUP_DISK']);
});

it('leaves a bucket to whoever keeps it', async () => {
  project = await examinedProject();
  project.runtime.config.backup.folder = 's3://bucket/gecko';
  expect(await project.short(backupDisk)).toBe('Backups go to s3://bucket/gecko');
});

it('looks at what gecko has kept of the last backup', async () => {
  project = await examinedProject();
  expect(await project.short(backups)).toEqual(['note BACKUP_NONE']);
  expect(await project.short(backupVerify)).toBe('No backup was made yet');
  const { clock, paths, config } = project.runtime;
  await addBackupResult(paths.project.backupResults, {
    time: new Date(clock.now() - 9 * 86_400_000).toISOString(),
    what: 'qdrant',
    by: 'schedule',
    took: 5,
    repository: '/backups',
    backup: { id: '0000000a', size: 5, written: 5 },
    failure: null,
  });
  expect(await project.short(backups)).toEqual(['ok BACKUPS']);
  config.backup.schedule = 'daily at 03:00';
  expect(await project.short(backups)).toEqual(['problem BACKUP_OVERDUE']);
  expect(await project.short(backupVerify)).toEqual(['note BACKUP_UNVERIFIED']);
});
