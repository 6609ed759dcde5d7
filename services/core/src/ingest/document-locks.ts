/**
 * Runs tasks that change the same document one after the other, in the order they came. All ids of a
 * task are taken at once, so that no two tasks wait for each other.
 */
export type DocumentLocks = <T>(ids: readonly string[], task: () => Promise<T>) => Promise<T>;

export function createDocumentLocks(): DocumentLocks {
  const last = new Map<string, Promise<unknown>>();
  return (ids, task) => {
    const work = Promise.all(ids.map((id) => last.get(id))).then(task);
    const forget = () => {
      for (const id of ids) if (last.get(id) === ended) last.delete(id);
    };
    // The caller sees the failure; whoever comes next goes on.
    const ended: Promise<void> = work.then(forget, forget);
    for (const id of ids) last.set(id, ended);
    return work;
  };
}
