import { cp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Connection } from '@lancedb/lancedb';
import type { Fingerprint } from '../../contract/corpus.ts';
import { errorCode } from '../../error-code.ts';
import { buildLexIndex } from './lex-index.ts';
import type { Lance } from './load.ts';
import { chunkSchema, documentSchema } from './tables.ts';
import { write } from './write.ts';

/** Name of the document table beside the chunk table of a generation. */
export function documentTableName(physical: string): string {
  return `${physical}__docs`;
}

/** Makes the two empty tables of a generation; an earlier attempt that failed may have left some. */
export async function createTables(
  lance: Lance,
  connection: Connection,
  physical: string,
  fingerprint: Fingerprint,
): Promise<void> {
  await dropTables(connection, physical);
  const chunks = await write(() => connection.createEmptyTable(physical, chunkSchema(fingerprint)));
  await buildLexIndex(lance, chunks);
  chunks.close();
  const documents = await write(() =>
    connection.createEmptyTable(documentTableName(physical), documentSchema),
  );
  documents.close();
}

/** Takes both tables of a generation from another folder, as they are: nothing in them says where they lie. */
export async function takeTables(
  from: { folder: string; physical: string },
  to: { folder: string; physical: string },
): Promise<void> {
  for (const nameOf of [(physical: string) => physical, documentTableName])
    await moveFolder(
      join(from.folder, `${nameOf(from.physical)}.lance`),
      join(to.folder, `${nameOf(to.physical)}.lance`),
    );
}

/** The store may be a link to another disk. */
async function moveFolder(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error;
    await cp(from, to, { recursive: true });
    await rm(from, { recursive: true, force: true });
  }
}

/** Drops what there is of a generation's tables. */
export async function dropTables(connection: Connection, physical: string): Promise<void> {
  const existing = await connection.tableNames();
  for (const name of [physical, documentTableName(physical)]) {
    if (existing.includes(name)) await connection.dropTable(name);
  }
}
