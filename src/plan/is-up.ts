import type { ContainerState } from '../engine/objects.ts';

/** Whether it runs, or the engine is about to let it run again: a paused one, one that crashes over and over. */
export function isUp({ status }: Pick<ContainerState, 'status'>): boolean {
  return status === 'running' || status === 'restarting' || status === 'paused';
}
