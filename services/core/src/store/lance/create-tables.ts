import type { Connection } from '@lancedb/lancedb';
import type { Fingerprint } from '../../contract/corpus.ts';
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

/** Drops what there is of a generation's tables. */
export async function dropTables(connection: Connection, physical: string): Promise<void> {
  const existing = await connection.tableNames();
  for (const name of [physical, documentTableName(physical)]) {
    if (existing.includes(name)) await connection.dropTable(name);
  }
}
