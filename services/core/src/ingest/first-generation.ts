import { ServiceError } from '../contract/errors.ts';
import type { Core } from '../core.ts';
import { dropQuietly } from '../store/drop-quietly.ts';
import type { GenerationStore } from '../store/port.ts';
import { currentFingerprint } from './fingerprint.ts';

/** How long another process may take to make its generation live, in milliseconds; then it has ended. */
const PATIENCE = 15_000;
const PAUSE = 100;

/**
 * The live generation of a collection, made where there is none. Several processes that make it at once come to
 * the same: the one whose number is lowest makes its own live, the others drop theirs.
 */
export async function firstGeneration(core: Core, collection: string): Promise<GenerationStore> {
  const { store, log } = core;
  const live = await store.resolve(collection);
  if (live) return live;
  const { info } = await store.create(collection, currentFingerprint(core));
  const other = await lower(core, collection, info.generation);
  if (!other) {
    await store.switch(collection, info.generation);
    const now = await store.resolve(collection);
    if (!now) throw new ServiceError('INTERNAL', `the new collection ${collection} vanished`);
    return now;
  }
  await dropQuietly(store, info, log);
  return other;
}

/** What a process with a lower number has made live; null where there is none, or it never does. */
async function lower(
  { store, clock }: Core,
  collection: string,
  own: number,
): Promise<GenerationStore | null> {
  const end = clock.monotonic() + PATIENCE;
  for (;;) {
    const live = await store.resolve(collection);
    if (live) return live;
    const all = await store.generations(collection);
    const isFirst = !all.some(({ generation }) => generation < own);
    if (isFirst || clock.monotonic() > end) return null;
    await clock.sleep(PAUSE);
  }
}
