import type { ContainerState } from '../../engine/objects.ts';
import type { Clock } from '../../runtime.ts';

export interface Followed {
  first: readonly ContainerState[];
  /** Those that are wanted, as they are now. */
  list(): Promise<readonly ContainerState[]>;
  /**
   * Reads one until it ends. @param after where an earlier reading of it stood; null: there was none
   * @returns where this one stands
   */
  read(container: ContainerState, after: string | null): Promise<string | null>;
}

/** Milliseconds between two looks at what has ended. */
const LOOK = 1_000;

/** Where nothing has, one look in so many asks the engine which containers there are. */
const RARELY = 5;

/** Milliseconds without a running container after which none is waited for: one is made anew in less. */
const PATIENCE = 10_000;

/**
 * Reads every container that runs, those that come later and those that run again, until none has run
 * for a while. Containers that do not run at the start are read once, and none is waited for where none runs.
 */
export async function followContainers(
  { first, list, read }: Followed,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const stands = new Map<string, string | null>();
  const reading = new Map<string, Promise<void>>();
  const failures: unknown[] = [];
  let hasEnded = false;
  const begin = async (container: ContainerState) => {
    try {
      stands.set(container.id, await read(container, stands.get(container.id) ?? null));
    } catch (error) {
      failures.push(error);
    }
    reading.delete(container.id);
    hasEnded = true;
  };
  for (const container of first) reading.set(container.id, begin(container));
  if (!first.some(runs)) await Promise.all(reading.values());
  let ranAt = first.some(runs) ? clock.monotonic() : Number.NEGATIVE_INFINITY;
  for (let looks = 1; clock.monotonic() - ranAt < PATIENCE && failures.length === 0; looks += 1) {
    await clock.sleep(LOOK, signal);
    if (reading.size > 0) ranAt = clock.monotonic();
    if (reading.size > 0 && !hasEnded && looks % RARELY !== 0) continue;
    hasEnded = false;
    const running = (await list()).filter(runs);
    if (running.length > 0) ranAt = clock.monotonic();
    for (const container of running)
      if (!reading.has(container.id)) reading.set(container.id, begin(container));
  }
  signal.throwIfAborted();
  if (failures.length > 0) throw failures[0];
}

function runs({ status }: ContainerState): boolean {
  return status === 'running' || status === 'restarting';
}
