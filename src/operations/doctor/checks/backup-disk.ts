import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { diskSpace } from '../../../host/disk-space.ts';
import { backupState } from '../../../state/backup-state.ts';
import type { Check } from '../check.ts';
import type { DoctorFacts } from '../facts.ts';
import { ifThere } from '../if-there.ts';
import { judgeBackupDisk } from '../judge/judge-backup-disk.ts';

/** Where backups go: another disk than the data's, with room for the next one. */
export const backupDisk: Check = {
  id: 'backup-disk',
  title: 'disk of the backups',
  runtimes: ['docker', 'embedded'],
  deadline: 10_000,
  async run(facts) {
    const { config, paths } = facts.runtime;
    const { folder = paths.project.backups } = config.backup;
    if (/^[a-z0-9]+:\/\//i.test(folder)) return { skipped: `Backups go to ${folder}` };
    const where = resolve(folder);
    const space = await diskSpace(where);
    if (space === null) return { skipped: `How much room there is in ${where} is not known` };
    const { schedule, lastGood } = backupState(facts.runtime);
    const data = await dataFolder(facts);
    const isSameDisk =
      data !== null && deviceOf(data) !== null && deviceOf(data) === deviceOf(space.path);
    const needed = lastGood?.backup?.size ?? null;
    const findings = judgeBackupDisk({ where, free: space.free, needed, isSameDisk, schedule });
    return { findings };
  },
};

/** Where the data lies that is backed up; null where that is not a folder of this machine. */
async function dataFolder({ kind, runtime, engine }: DoctorFacts): Promise<string | null> {
  if (kind === 'embedded') return (await diskSpace(runtime.paths.project.store))?.path ?? null;
  const found = await ifThere(engine());
  // Docker Desktop is local, and stores all in a machine of its own.
  return found?.info.isLocal ? found.info.dataRoot : null;
}

function deviceOf(path: string): number | null {
  try {
    return statSync(path).dev;
  } catch {
    // Not there, or closed to us.
    return null;
  }
}
