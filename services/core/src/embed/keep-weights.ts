import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { openWeightsCache } from './weights-cache.ts';
import { knownSets } from './weights-catalog.ts';

type Content = AsyncIterable<Uint8Array>;

/** Whether the cache takes a set: those that it knows by their sha256. */
export function isKeepable(sha256: string): boolean {
  return knownSets.some(({ model }) => model.sha256 === sha256);
}

/**
 * Puts the files of a set into the cache, checked by their known sha256.
 *
 * @param sha256 of the model
 * @returns the reason in words where one is not what it should be
 */
export async function keepWeights(
  folder: string,
  sha256: string,
  files: Readonly<Record<'model' | 'tokenizer', Content>>,
): Promise<string | null> {
  const set = knownSets.find(({ model }) => model.sha256 === sha256);
  if (!set) return `no weights with the sha256 ${sha256.slice(0, 12)} are known`;
  const cache = openWeightsCache(folder);
  await cache.prepare(set);
  try {
    for (const file of ['tokenizer', 'model'] as const) {
      const brought = `${cache.path(set, file)}.brought`;
      try {
        await pipeline(files[file], createWriteStream(brought, { flush: true }));
        const refused = await cache.accept(set, file, brought);
        if (refused !== null) return refused;
      } finally {
        await rm(brought, { force: true });
      }
    }
    return null;
  } finally {
    await cache.tidy();
  }
}
