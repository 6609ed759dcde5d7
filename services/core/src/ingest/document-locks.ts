import { untilAborted } from '../until-aborted.ts';

/**
 * Runs tasks that change the same document one after the other, in the order they came. All ids of a
 * task are taken at once, so that no two tasks wait for each other. One whose signal aborts before its
 * turn is left out.
 */
export type DocumentLocks = <T>(
  ids: readonly string[],
  task: () => Promise<T>,
  signal?: AbortSignal,
) => Promise<T>;

export function createDocumentLocks(): DocumentLocks {
  const last = new Map<string, Promise<unknown>>();
  return (ids, task, signal) => {
    const before = Promise.all(ids.map((id) => last.get(id)));
    const work = untilAborted(before, signal).then(task);
    const forget = () => {
      for (const id of ids) if (last.get(id) === ended) last.delete(id);
    };
    // The caller sees the failure; whoever comes next goes on.
    const ended: Promise<void> = Promise.allSettled([before, work]).then(forget);
    for (const id of ids) last.set(id, ended);
    return work;
  };
}
