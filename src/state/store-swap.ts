import { existsSync } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Where a store that was proven waits until it takes the place of a damaged one. */
const provenOf = (store: string) => `${store}.proven`;

/**
 * Puts a store that was proven in the place of a damaged one, which stays beside it. Nobody has either open.
 * @param now milliseconds since 1970
 * @returns where the damaged one lies now
 */
export async function swapStore(proven: string, store: string, now: number): Promise<string> {
  const aside = `${store}.damaged-${new Date(now).toISOString().replace(/\W/g, '')}`;
  await flush(proven);
  await rename(proven, provenOf(store));
  await rename(store, aside);
  await rename(provenOf(store), store);
  await sync(dirname(store));
  return aside;
}

/** Ends a swap that was killed, before anybody opens the store: it is the old one or the new one. */
export async function settleStore(store: string): Promise<void> {
  const proven = provenOf(store);
  if (!existsSync(proven)) return;
  if (existsSync(store)) await rm(proven, { recursive: true, force: true });
  else await rename(proven, store);
}

/** A name on the disk whose content is not would be a damaged store once more. */
async function flush(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) await sync(join(entry.parentPath, entry.name));
  await sync(folder);
}

/** Not every system can for a folder. */
async function sync(path: string): Promise<void> {
  const file = await open(path, 'r').catch(() => null);
  await file?.sync().catch(() => {});
  await file?.close();
}
