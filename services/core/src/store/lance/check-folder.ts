import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ServiceError } from '../../contract/errors.ts';
import { errorCode } from '../../error-code.ts';
import { reasonOf } from '../../reason-of.ts';
import type { ManifestWatch } from './manifest-watch.ts';
import { mendFolder } from './mend-folder.ts';

/**
 * Whether the files of a store can still be read: what a process has open, and knows by heart, says nothing of
 * that.
 * @param tables those that are asked
 * @throws ServiceError STORE_UNREACHABLE with the system's reason, INTEGRITY for a damaged manifest
 */
export async function checkFolder(
  folder: string,
  tables: readonly string[],
  damageOf: ManifestWatch,
): Promise<void> {
  const paths = tables.map((table) => join(folder, `${table}.lance`));
  const damage = await readable(folder, paths, damageOf);
  if (damage !== null)
    throw new ServiceError(
      'INTEGRITY',
      `a file of the corpus in ${folder} is missing or damaged: ${damage}`,
      mendFolder(folder),
    );
}

async function readable(folder: string, tables: readonly string[], damageOf: ManifestWatch) {
  try {
    await readFile(join(folder, 'catalog.json'));
    await Promise.all(tables.map(checkTable));
    const damages = await Promise.all(tables.map(damageOf));
    return damages.find((damage) => damage !== null) ?? null;
  } catch (error) {
    throw new ServiceError(
      'STORE_UNREACHABLE',
      `the corpus in ${folder} cannot be read: ${reasonOf(error)}`,
      mendFolder(folder),
      { cause: error },
    );
  }
}

async function checkTable(table: string): Promise<void> {
  const [first] = await readdir(join(table, 'data')).catch((error: unknown) => {
    // Nothing was written to it yet.
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  if (first === undefined) return;
  const file = await open(join(table, 'data', first)).catch((error: unknown) => {
    // Compaction has removed it since.
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  });
  try {
    await file?.read(Buffer.alloc(1), 0, 1, 0);
  } finally {
    await file?.close();
  }
}
