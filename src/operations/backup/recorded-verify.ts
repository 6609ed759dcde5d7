import { exitCodes } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { backupState } from '../../state/backup-state.ts';
import { addVerifyResult, type VerifyResult } from '../../state/verify-results.ts';
import { backupsPart } from '../../system/backups-part.ts';
import { toGeckoError } from '../../to-gecko-error.ts';
import { reportSystem } from '../report-system.ts';
import { keptQuietly } from './kept-quietly.ts';

/** What says nothing about a backup. */
const nothing = ['INTERRUPTED', 'USAGE', 'LOCKED', 'LOCK_LOST'];

/**
 * Looks at a backup and keeps what came of it in the state folder, for status and doctor.
 * @param work says which one it is as soon as that is known
 * @throws what the work throws
 */
export async function recordedVerify<T>(
  { place, restoreTest = false }: { place: string; restoreTest?: boolean },
  runtime: Runtime,
  work: (found: (id: string) => void) => Promise<T>,
): Promise<T> {
  const { clock, paths, signal } = runtime;
  let id: string | null = null;
  const keep = async (failure: VerifyResult['failure']) => {
    await keptQuietly(runtime, () =>
      addVerifyResult(paths.project.verifyResults, {
        time: new Date(clock.now()).toISOString(),
        id,
        place,
        restored: restoreTest,
        failure,
      }),
    );
    await reportSystem(() => ({ backups: backupsPart(backupState(runtime)) }), runtime);
  };
  try {
    const done = await work((one) => {
      id = one;
    });
    await keep(null);
    return done;
  } catch (error) {
    const interrupted = signal.aborted ? exitCodes.interrupted : null;
    const { code, message } = toGeckoError(error, { interrupted, report: () => null });
    if (!nothing.includes(code)) await keep({ code, message });
    throw error;
  }
}
