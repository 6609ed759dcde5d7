import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/** Keeps what came of a backup; where that cannot be, the backup counts all the same. */
export async function keptQuietly(
  { ui }: Pick<Runtime, 'ui'>,
  keep: () => Promise<void>,
): Promise<void> {
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    const text = `What came of it could not be kept for status and doctor: ${error.message}`;
    ui.event({ type: 'warning', text });
  }
}
