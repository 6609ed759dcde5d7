import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

/** Where a store that was proven waits until it takes the place of a damaged one. */
const provenOf = (store: string) => `${store}.proven`;

/**
 * Puts a store that was proven in the place of a damaged one, which stays beside it. Nobody has either open.
 * @param now milliseconds since 1970
 * @returns where the damaged one lies now
 */
export async function swapStore(proven: string, store: string, now: number): Promise<string> {
  const aside = `${store}.damaged-${new Date(now).toISOString().replace(/\W/g, '')}`;
  await rename(proven, provenOf(store));
  await rename(store, aside);
  await rename(provenOf(store), store);
  return aside;
}

/** Ends a swap that was killed, before anybody opens the store: it is the old one or the new one. */
export async function settleStore(store: string): Promise<void> {
  const proven = provenOf(store);
  if (!existsSync(proven)) return;
  if (existsSync(store)) await rm(proven, { recursive: true, force: true });
  else await rename(proven, store);
}
