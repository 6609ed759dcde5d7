import { mkdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from './file-hash.ts';
import { knownSets, type WeightSet } from './weights-catalog.ts';
import type { Weights, WeightsSource } from './weights-source.ts';

/** Where fetched weights are kept: one folder a set, so that both quantisations can lie side by side. */
export interface WeightsCache extends WeightsSource {
  /** Path of a file of a set; the folder exists after `prepare`. */
  path(set: WeightSet, file: 'model' | 'tokenizer'): string;
  /** Makes the set's folder. @returns its path */
  prepare(set: WeightSet): Promise<string>;
  /** Moves a downloaded file, synced, into its place when its hash is the known one. @returns a reason when not */
  accept(set: WeightSet, file: 'model' | 'tokenizer', downloaded: string): Promise<string | null>;
  /** The set's files where both are there and right. */
  read(set: WeightSet, source: string): Promise<Weights | null>;
  /** Removes folders of sets into which nothing came. */
  tidy(): Promise<void>;
}

const names = { model: 'model.onnx', tokenizer: 'tokenizer.json' } as const;

export function openWeightsCache(
  folder: string,
  sets: readonly WeightSet[] = knownSets,
): WeightsCache {
  const home = (set: WeightSet) =>
    join(folder, `all-MiniLM-L6-v2-${set.model.sha256.slice(0, 12)}`);
  const path: WeightsCache['path'] = (set, file) => join(home(set), names[file]);
  const read: WeightsCache['read'] = async (set, source) => {
    for (const file of ['model', 'tokenizer'] as const) {
      if ((await fileHash(path(set, file))) !== set[file].sha256) return null;
    }
    const { sha256 } = set.model;
    const files = { model: path(set, 'model'), tokenizer: path(set, 'tokenizer') };
    return { ...files, sha256, precision: 'int8', source };
  };
  return {
    name: `cache ${folder}`,
    path,
    read,
    async prepare(set) {
      await mkdir(home(set), { recursive: true });
      return home(set);
    },
    async accept(set, file, downloaded) {
      const found = await fileHash(downloaded);
      if (found === set[file].sha256) {
        await rename(downloaded, path(set, file));
        return null;
      }
      await rm(downloaded, { force: true });
      return `${names[file]} has sha256 ${found?.slice(0, 12)}, expected ${set[file].sha256.slice(0, 12)}`;
    },
    async tidy() {
      // One with something in it stays: rmdir refuses.
      for (const set of sets) await rmdir(home(set)).catch(() => {});
    },
    async find({ wanted }) {
      const damaged: string[] = [];
      for (const set of sets) {
        if (wanted !== null && set.model.sha256 !== wanted) continue;
        const weights = await read(set, 'cache');
        if (weights) return weights;
        for (const file of ['model', 'tokenizer'] as const) {
          const found = await fileHash(path(set, file));
          if (found !== null && found !== set[file].sha256) damaged.push(path(set, file));
        }
      }
      return damaged.length > 0
        ? `has another sha256 than it should in ${damaged.join(', ')}`
        : 'does not have them';
    },
  };
}
