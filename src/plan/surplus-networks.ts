import type { Snapshot } from '../engine/engine.ts';
import type { ResolvedStack } from '../stack/stack.ts';
import { type Step, step, stepId } from './step.ts';

/**
 * The project's networks that the stack has no use for and that no container stays in: those that were
 * used before the configuration named another, and that of a trial that was killed.
 *
 * @param steps of the plan otherwise, which may take the last containers out
 */
export function surplusNetworks(
  { networks }: Pick<ResolvedStack, 'networks'>,
  seen: Snapshot,
  steps: readonly Step[],
): Step[] {
  const removed = steps.filter(({ kind }) => kind === 'container.remove').map(({ id }) => id);
  const staying = [...seen.containers, ...seen.foreign.containers].filter(
    ({ name }) => !removed.includes(stepId('container.remove', name)),
  );
  const isUsed = (name: string) =>
    staying.some((container) => container.networks.some((network) => network.name === name));
  return seen.networks
    .filter(({ name }) => !networks.some((wanted) => wanted.name === name) && !isUsed(name))
    .map(({ name }) => step({ kind: 'network.remove', name }, 'nothing uses it', removed));
}
