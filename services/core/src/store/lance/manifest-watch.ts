import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';

/** A manifest as it was when it was read last. */
interface Read {
  /** Of its folder: a table that was dropped and made again has another history. */
  born: string;
  name: string;
  size: number;
  changed: number;
  sum: string;
}

/**
 * Looks whether the newest manifest of a table is still what it was: an open table has it in memory, and does
 * not miss it before the next start. It is read only where its file has changed since the last look.
 * @returns null where it is whole, else what is wrong with it
 */
export type ManifestWatch = (table: string) => Promise<string | null>;

export function createManifestWatch(): ManifestWatch {
  const known = new Map<string, Read>();
  return async (table) => {
    const folder = join(table, '_versions');
    const [names, { ino, birthtimeMs }] = await Promise.all([readdir(folder), stat(folder)]);
    const name = newestOf(names);
    const born = `${ino} ${birthtimeMs}`;
    const before = known.get(table);
    const last = before?.born === born ? before : undefined;
    // Names count down: what sorts behind the last one is older.
    if (name === undefined || (last && name > last.name))
      return `the newest version of the table ${table} is gone`;
    const file = join(folder, name);
    try {
      const { size, mtimeMs: changed } = await stat(file);
      const isSame = last?.name === name;
      if (isSame && last.size === size && last.changed === changed) return null;
      const bytes = await readFile(file);
      const sum = createHash('sha256').update(bytes).digest('hex');
      // Whatever is written to a table has a manifest of its own: none is ever changed.
      if (isSame ? last.sum !== sum : !isWhole(bytes)) return `the manifest ${file} is damaged`;
      known.set(table, { born, name, size, changed, sum });
    } catch (error) {
      // A newer one has taken its place since.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
    return null;
  };
}

/** By names that count down from 2^64 - 1: `18446744073709551582.manifest`. */
function newestOf(names: readonly string[]): string | undefined {
  return names.filter((name) => /^\d{20}\.manifest$/.test(name)).sort()[0];
}

/** By the letters at the end of each file of Lance. */
function isWhole(bytes: Buffer): boolean {
  return bytes.length >= 16 && bytes.subarray(-4).toString('latin1') === 'LANC';
}
