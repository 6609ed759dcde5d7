export interface Limits {
  /** Tasks at the same time. */
  concurrency: number;
  /** Sum of the weights at the same time; a heavier task runs alone. */
  weight: number;
}

/**
 * Runs a task for each item, in order, within limits. After a task that fails no other begins; those
 * under way are waited for, then its error is thrown.
 */
export async function runLimited<T>(
  items: Iterable<T>,
  { concurrency, weight: budget }: Limits,
  weightOf: (item: T) => number,
  task: (item: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  let load = 0;
  let failure: { error: unknown } | undefined;
  for (const item of items) {
    const weight = weightOf(item);
    while (running.size > 0 && (running.size >= concurrency || load + weight > budget))
      await Promise.race(running);
    if (failure) break;
    load += weight;
    const run = task(item)
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        load -= weight;
        running.delete(run);
      });
    running.add(run);
  }
  await Promise.all(running);
  if (failure) throw failure.error;
}
