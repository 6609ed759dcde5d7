import { untilAborted } from '../until-aborted.ts';

/** Shared by writers of a collection, exclusive for the last step of a reindex. */
export interface Gate {
  /** @throws the signal's reason where it aborts before the task begins; what the task threw */
  shared<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  exclusive<T>(task: () => Promise<T>): Promise<T>;
}

/** A readers–writer lock, first come, first served: a waiting exclusive task holds back later shared ones. */
export function createGate(): Gate {
  let exclusive: Promise<unknown> = Promise.resolve();
  let running = new Set<Promise<unknown>>();
  return {
    async shared(task, signal) {
      let before: Promise<unknown>;
      // Another exclusive task may have queued up while this one waited.
      do {
        before = exclusive;
        await untilAborted(before, signal);
      } while (before !== exclusive);
      const work = task();
      const settled = work.catch(() => undefined);
      running.add(settled);
      settled.finally(() => running.delete(settled));
      return work;
    },
    exclusive(task) {
      const before = exclusive;
      const work = (async () => {
        await before;
        const open = running;
        running = new Set();
        await Promise.all(open);
        return task();
      })();
      exclusive = work.catch(() => undefined);
      return work;
    },
  };
}

/** One gate a collection. */
export function createGates(): (collection: string) => Gate {
  const gates = new Map<string, Gate>();
  return (collection) => {
    const gate = gates.get(collection) ?? createGate();
    gates.set(collection, gate);
    return gate;
  };
}
