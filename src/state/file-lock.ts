import { rmSync } from 'node:fs';
import { createExclusive, writeAtomic } from './atomic-file.ts';
import type { LockPlace } from './lock-place.ts';
import { readIfThere } from './read-if-there.ts';

/** A lock in a file, which never disappears while it is taken over; its heirs lie beside it. */
export function fileLock(path: string): LockPlace {
  const at = (key: string) => (key === '' ? path : `${path}.${key}`);
  return {
    name: path,
    kind: 'local',
    removedBy: `rm ${path}`,
    create: async (key, text) => createExclusive(at(key), text),
    read: async (key) => readIfThere(at(key)),
    async replace(key, text) {
      await writeAtomic(at(key), text);
      return true;
    },
    async remove(key) {
      rmSync(at(key), { force: true });
    },
  };
}
