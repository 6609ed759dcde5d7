import { exitCodes } from '../errors.ts';
import type { Explanation } from './explanation.ts';

const exitCode = exitCodes.problems;

/** What is found where backups happen by themselves, and are looked at. */
export const backupAutomaticCodes: Readonly<Record<string, Explanation>> = {
  BACKUP_UNPROVEN: {
    exitCode: exitCodes.integrity,
    summary: 'A backup does not come back whole where it is restored to a scratch place',
    causes: [
      'What it holds was not consistent when it was made, though every byte is as the manifest has it.',
      'It was made by another version of the store.',
    ],
    remedies: [
      'Make another backup, then gecko backup verify --restore-test latest.',
      'Keep the older ones until one is proven; the corpus itself was not touched.',
    ],
  },
  BACKUP_NONE: {
    exitCode,
    foundBy: ['backups'],
    summary: 'No backup was made yet',
    causes: ['Nobody has called gecko backup, and nothing does by itself.'],
    remedies: [
      'gecko backup qdrant makes one while the corpus is used.',
      'backup.schedule and gecko backup schedule let it happen by itself.',
    ],
  },
  BACKUP_OVERDUE: {
    exitCode,
    foundBy: ['backups'],
    summary: 'A backup that was due by the schedule is not there',
    causes: [
      'What gecko backup schedule prints was never put in place, or was removed.',
      'The units are of a user who is not logged in, without loginctl enable-linger.',
      'The machine was off; with systemd the run is made up for once it is on.',
    ],
    remedies: [
      'systemctl --user list-timers, or crontab -l, shows whether it is in place; gecko backup schedule --print systemd prints it.',
      'journalctl --user -u gecko-backup-PROJECT shows what the last run said.',
      'gecko backup qdrant makes one now.',
    ],
  },
  BACKUP_FAILED: {
    exitCode,
    foundBy: ['backups'],
    summary: 'The last backup failed',
    causes: ['The finding has its reason and code; gecko status shows it, too.'],
    remedies: [
      'gecko explain with that code says what mends it.',
      'gecko backup qdrant tries again; the backups before it are untouched.',
    ],
  },
  BACKUP_UNVERIFIED: {
    exitCode,
    foundBy: ['backup-verify'],
    summary: 'No backup was verified lately',
    causes: ['Nobody has called gecko backup verify for 30 days, or ever.'],
    remedies: ['gecko backup verify --restore-test latest reads every byte and tries a restore.'],
  },
  BACKUP_VERIFY_FAILED: {
    exitCode,
    foundBy: ['backup-verify'],
    summary: 'The last look at a backup found it damaged, or could not be done',
    causes: ['The finding has its reason: a disk that fails, a file that was changed or removed.'],
    remedies: [
      'gecko backup qdrant makes another one, and stores damaged pieces anew; then gecko backup verify --restore-test latest.',
      'Where the disk fails, use another one: --to, or the key backup.folder.',
    ],
  },
  BACKUP_SAME_DISK: {
    exitCode,
    foundBy: ['backup-disk'],
    summary: 'Backups lie on the disk of the data',
    causes: ['backup.folder names no other disk, or is not set.'],
    remedies: ['Name a folder on another disk, or one that is mounted, in the key backup.folder.'],
  },
  BACKUP_NO_ROOM: {
    exitCode,
    foundBy: ['backup-disk'],
    summary: 'The disk of the backups has no room for another one',
    causes: ['It is looked for room for a whole backup before one begins.'],
    remedies: ['Make room there, or name another disk in the key backup.folder.'],
  },
};
