import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { Report } from '../../ui/ui.ts';
import { openProject } from '../docker/open-project.ts';
import { withMutex } from '../docker/with-mutex.ts';
import { takeUp } from './volume/take-up.ts';

const holds = {
  new: 'holds what was restored',
  old: 'holds again what it held before',
  untouched: 'holds what it held before; run the restore again',
};

/**
 * Finishes the restore of volumes that was interrupted, and starts what was stopped for it.
 * @param isAsked by --resume
 * @throws GeckoError USAGE (exit 2), LOCKED (exit 11), and what `takeUp` throws
 */
export async function resumeRestore(isAsked: boolean, runtime: Runtime): Promise<Report> {
  if (!isAsked)
    throw new GeckoError('USAGE', 'What is to be restored is missing', {
      exitCode: exitCodes.usage,
      hint: 'gecko restore qdrant latest, or gecko restore --resume; gecko restore --help tells more.',
    });
  return withMutex('gecko restore', runtime, async () => {
    const taken = await takeUp(await openProject(runtime), runtime);
    const lines = [
      ...taken.volumes.map((one) => `${one.volume} ${holds[one.holds]}.`),
      ...(taken.started.length > 0 ? [`Started ${taken.started.join(', ')}.`] : []),
    ];
    return {
      json: { ...taken },
      text: () => (lines.length === 0 ? 'No restore was interrupted.' : lines.join('\n')),
    };
  });
}
