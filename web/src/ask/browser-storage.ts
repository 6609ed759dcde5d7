import { createStore, get, promisifyRequest } from 'idb-keyval';
import type { Storage } from './library.ts';

/** The browser's IndexedDB. */
export function browserStorage(): Storage {
  // As idb-keyval names its own, so that `get` reads it too.
  const store = createStore('keyval-store', 'keyval');
  return {
    get,
    // Where there is no storage, asking for it throws.
    change: async (keys, edit) =>
      store('readwrite', async (values) => {
        const reads = keys.map((key) => promisifyRequest(values.get(key)));
        const after = edit(await Promise.all(reads));
        for (const [i, key] of keys.entries()) {
          if (after[i] === undefined) values.delete(key);
          else values.put(after[i], key);
        }
        await promisifyRequest(values.transaction);
      }),
  };
}
