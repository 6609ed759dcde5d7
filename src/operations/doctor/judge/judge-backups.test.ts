import { expect, it } from 'vitest';
import type { BackupResult } from '../../../state/backup-results.ts';
import type { VerifyResult } from '../../../state/verify-results.ts';
import { judgeBackupDisk } from './judge-backup-disk.ts';
import { judgeBackupVerify } from './judge-backup-verify.ts';
import { judgeBackups } from './judge-backups.ts';

const now = new Date('2026-11-26T12:00:00Z').getTime();
const good: BackupResult = {
  time: '2026-11-26T09:00:00Z',
  what: 'qdrant',
  by: 'hand',
  took: 1_000,
  repository: '/backups',
  backup: { id: '0000000a', size: 2_048, written: 1_024 },
  failure: null,
};
const failure = { code: 'NO_SPACE', message: 'There is no room left in /backups' };
const failed: BackupResult = { ...good, backup: null, failure };
const none = {
  schedule: null,
  overdueSince: null,
  last: null,
  lastGood: null,
  lastScheduled: null,
};
const short = (findings: readonly { severity: string; code: string }[]) =>
  findings.map(({ severity, code }) => `${severity} ${code}`);

it.each([
  ['notes that there is none, where none is expected', none, ['note BACKUP_NONE']],
  [
    'warns where a schedule has made none',
    { ...none, schedule: 'hourly', overdueSince: '2026-11-26T10:00:00Z' },
    ['warning BACKUP_NONE'],
  ],
  ['is content with a good one', { ...none, last: good, lastGood: good }, ['ok BACKUPS']],
  [
    'tells that one is missing',
    { ...none, schedule: 'hourly', overdueSince: '2026-11-26T10:00:00Z', lastGood: good },
    ['problem BACKUP_OVERDUE'],
  ],
  [
    'tells that the last one failed, beside the last good one',
    { ...none, last: failed, lastGood: good },
    ['warning BACKUP_FAILED', 'ok BACKUPS'],
  ],
  [
    'does not let a backup by hand hide that the schedule fails',
    { ...none, last: good, lastGood: good, lastScheduled: { ...failed, by: 'schedule' as const } },
    ['problem BACKUP_FAILED', 'ok BACKUPS'],
  ],
  [
    'tells a failure alone where none was good',
    { ...none, last: failed },
    ['warning BACKUP_FAILED'],
  ],
])('%s', (_, state, wanted) => {
  expect(short(judgeBackups(state, now))).toEqual(wanted);
});

const looked: VerifyResult = {
  time: '2026-11-20T12:00:00Z',
  id: '0000000a',
  place: '/backups',
  restored: true,
  failure: null,
};
const verified = { lastGood: good, lastVerified: looked, lastVerifiedGood: looked };

it.each([
  [
    'says nothing where there is nothing to look at',
    { ...verified, lastGood: null, lastVerified: null, lastVerifiedGood: null },
    null,
  ],
  [
    'notes that none was ever looked at',
    { ...verified, lastVerified: null, lastVerifiedGood: null },
    'note BACKUP_UNVERIFIED',
  ],
  ['is content with one that was found whole', verified, 'ok BACKUP_VERIFIED'],
  [
    'warns where that was long ago',
    { ...verified, lastVerifiedGood: { ...looked, time: '2026-10-01T12:00:00Z' } },
    'warning BACKUP_UNVERIFIED',
  ],
  [
    'tells that one was found damaged',
    { ...verified, lastVerified: { ...looked, failure: { code: 'BACKUP_DAMAGED', message: 'x' } } },
    'problem BACKUP_VERIFY_FAILED',
  ],
  [
    'warns where it could not be looked at',
    { ...verified, lastVerified: { ...looked, failure: { code: 'BACKUP_TARGET', message: 'x' } } },
    'warning BACKUP_VERIFY_FAILED',
  ],
])('%s', (_, state, wanted) => {
  const finding = judgeBackupVerify(state, now);
  expect(finding && `${finding.severity} ${finding.code}`).toBe(wanted);
});

const disk = { where: '/backups', free: 10_000, needed: 2_048, isSameDisk: false, schedule: null };

it.each([
  ['is content with another disk that has room', disk, ['ok BACKUP_DISK']],
  [
    'is content where no backup tells what is needed',
    { ...disk, needed: null },
    ['ok BACKUP_DISK'],
  ],
  ['tells that the next one finds no room', { ...disk, free: 2_000 }, ['problem BACKUP_NO_ROOM']],
  ['warns where the one after it finds none', { ...disk, free: 3_000 }, ['warning BACKUP_NO_ROOM']],
  [
    'notes one disk for both',
    { ...disk, isSameDisk: true },
    ['note BACKUP_SAME_DISK', 'ok BACKUP_DISK'],
  ],
  [
    'warns of it where somebody relies on a schedule',
    { ...disk, isSameDisk: true, schedule: 'hourly' },
    ['warning BACKUP_SAME_DISK', 'ok BACKUP_DISK'],
  ],
])('%s', (_, found, wanted) => {
  expect(short(judgeBackupDisk(found))).toEqual(wanted);
});
