import type { Step } from '../../plan/step.ts';
import type { Engine } from '../engine.ts';
import { isEngineGone } from '../engine-gone.ts';

/**
 * Takes back what a run that failed or was interrupted has made: containers and networks, the last
 * first. What it has stopped, to make it anew, runs again. Volumes stay: what was written into them is not
 * ours to judge. What cannot be taken back is told and left.
 *
 * @param begun steps that were begun, whether they ended or not, without those that could not make a thing: what
 *   has its name is not this run's
 * @returns false where it was given up, because the engine does not answer any more
 */
export async function undoMade(
  begun: readonly Step[],
  engine: Engine,
  onFailure: (what: string, error: unknown) => void,
): Promise<boolean> {
  const gone = new Set(
    begun.flatMap((step) => (step.kind === 'container.remove' ? [step.name] : [])),
  );
  for (const step of begun.toReversed()) {
    try {
      if (step.kind === 'container.create')
        await engine.removeContainer(step.spec.name, { force: true });
      if (step.kind === 'network.create') await engine.removeNetwork(step.spec.name);
      if (step.kind === 'container.stop' && !gone.has(step.name))
        await engine.startContainer(step.name);
    } catch (error) {
      if (isEngineGone(error)) return false;
      onFailure(step.id, error);
    }
  }
  return true;
}
