import { amount } from '../../../amount.ts';
import type { Finding } from '../check.ts';

export interface BackupDisk {
  /** Folder of the repository. */
  where: string;
  /** Bytes. */
  free: number;
  /** Bytes that the next backup may take, which are looked for before it begins; null: nobody knows. */
  needed: number | null;
  /** Whether the data lies on the same disk. */
  isSameDisk: boolean;
  /** Null: none is set. */
  schedule: string | null;
}

export function judgeBackupDisk(disk: BackupDisk): Finding[] {
  const { where, isSameDisk, schedule } = disk;
  const same: Finding = {
    code: 'BACKUP_SAME_DISK',
    severity: schedule === null ? 'note' : 'warning',
    text: `Backups go to the disk that the data lies on (${where})`,
    consequence: 'They do not survive that disk',
    fix: {
      what: 'name a folder on another disk in gecko.yaml',
      command: 'backup: { folder: /mnt/disk/gecko }',
    },
  };
  return [...(isSameDisk ? [same] : []), room(disk)];
}

function room({ where, free, needed }: BackupDisk): Finding {
  const text = `${amount(free)} are free for backups (${where})`;
  const evidence = [`${where}: ${free} bytes free, the last backup had ${needed ?? 'no'} bytes`];
  if (needed !== null && free < 2 * needed)
    return {
      code: 'BACKUP_NO_ROOM',
      severity: free < needed ? 'problem' : 'warning',
      text: `${text}, and the next one may take ${amount(needed)}`,
      consequence: free < needed ? 'It will be refused' : 'The one after it may be refused',
      evidence,
      fix: {
        what: 'make room there, or remove backups that are not needed any more',
        command: null,
      },
    };
  return { code: 'BACKUP_DISK', severity: 'ok', text, evidence };
}
