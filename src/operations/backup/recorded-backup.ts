import * as z from 'zod/mini';
import { exitCodes } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { addBackupResult, type BackupResult } from '../../state/backup-results.ts';
import { backupState } from '../../state/backup-state.ts';
import { backupsPart } from '../../system/backups-part.ts';
import { toGeckoError } from '../../to-gecko-error.ts';
import type { Report } from '../../ui/ui.ts';
import { reportSystem } from '../report-system.ts';
import { keptQuietly } from './kept-quietly.ts';

/** What the report of a backup tells scripts, as far as it is kept. */
const Told = z.object({
  repository: z.string(),
  backup: z.object({ id: z.string(), size: z.number(), written: z.number() }),
});

export interface RecordedInput {
  /** `qdrant`, `all` */
  what: string;
  /** Whether a schedule makes it; else a person does. */
  scheduled: boolean;
}

/**
 * Makes a backup and keeps what came of it in the state folder, for status and doctor. One that a person
 * has interrupted, or that only waited for another gecko, is not kept.
 * @throws what the work throws
 */
export async function recordedBackup(
  { what, scheduled }: RecordedInput,
  runtime: Runtime,
  work: () => Promise<Report>,
): Promise<Report> {
  const { clock, paths, signal } = runtime;
  const time = new Date(clock.now()).toISOString();
  const began = clock.monotonic();
  const keep = async (came: Pick<BackupResult, 'repository' | 'backup' | 'failure'>) => {
    await keptQuietly(runtime, () =>
      addBackupResult(paths.project.backupResults, {
        time,
        what,
        by: scheduled ? 'schedule' : 'hand',
        took: Math.round(clock.monotonic() - began),
        ...came,
      }),
    );
    await reportSystem(() => ({ backups: backupsPart(backupState(runtime)) }), runtime);
  };
  try {
    const report = await work();
    const told = Told.safeParse(report.json, { jitless: true });
    if (told.success) await keep({ ...told.data, failure: null });
    return report;
  } catch (error) {
    const { code, message } = toGeckoError(error, {
      interrupted: signal.aborted ? exitCodes.interrupted : null,
      report: () => null,
    });
    const isNothing = !scheduled && ['INTERRUPTED', 'LOCKED', 'USAGE'].includes(code);
    if (!isNothing) await keep({ repository: null, backup: null, failure: { code, message } });
    throw error;
  }
}
