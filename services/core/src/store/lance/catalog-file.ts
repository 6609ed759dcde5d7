import { copyFile, readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { errorCode } from '../../error-code.ts';
import { catalogMigrations, type Migration, migrate, schemaVersions } from '../schema.ts';
import { write } from './write.ts';

const GenerationEntry = z.object({
  /** `building` before its tables are made, `dropping` until they are gone: what a crash leaves is known. */
  state: z.enum(['building', 'live', 'retired', 'dropping']),
  fingerprint: Fingerprint,
});

const CollectionEntry = z.object({
  live: z.int().nullable(),
  previous: z.int().nullable(),
  /** Highest number used. */
  last: z.int(),
  generations: z.record(z.string(), GenerationEntry),
});

const CatalogFile = z.object({
  schemaVersion: z.literal(schemaVersions.catalog),
  writtenBy: z.string(),
  collections: z.record(z.string(), CollectionEntry),
});

export type CatalogFile = z.infer<typeof CatalogFile>;
export type CollectionEntry = z.infer<typeof CollectionEntry>;

export interface CatalogOptions {
  /** Name and version of the program that writes. */
  writer: string;
  /** Tables in the folder: without a catalog nobody knows what they are. */
  tables: readonly string[];
  migrations?: Readonly<Record<number, Migration>>;
}

/**
 * The catalog as it is on disk, in today's schema; made where there is none.
 *
 * @throws ServiceError SCHEMA_NEWER, INTEGRITY, NO_SPACE
 */
export async function readCatalog(
  file: string,
  { writer, tables, migrations = catalogMigrations }: CatalogOptions,
): Promise<CatalogFile> {
  const text = await readText(file);
  if (text === null && tables.length > 0) throw lost(file, tables.length);
  const stored = text === null ? emptyCatalog(writer) : parse(file, text);
  const catalog = check(file, migrate(file, stored, schemaVersions.catalog, migrations));
  const isOld = stored.schemaVersion !== schemaVersions.catalog;
  if (isOld) await copyFile(file, `${file}.schema-${String(stored.schemaVersion)}`);
  if (isOld || text === null) await writeCatalog(file, catalog);
  return catalog;
}

/** Replaces the file as a whole. @throws ServiceError NO_SPACE */
export function writeCatalog(file: string, catalog: CatalogFile): Promise<void> {
  const data = `${JSON.stringify(catalog, null, 2)}\n`;
  return write(() => writeFileAtomic(file, data, { mode: 0o600 }));
}

function emptyCatalog(writtenBy: string): Record<string, unknown> {
  return { schemaVersion: schemaVersions.catalog, writtenBy, collections: {} };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch (error) {
    throw damaged(file, error);
  }
}

function check(file: string, document: Record<string, unknown>): CatalogFile {
  try {
    return CatalogFile.parse({ writtenBy: 'gecko', ...document });
  } catch (error) {
    throw damaged(file, error);
  }
}

function damaged(file: string, cause: unknown): ServiceError {
  return new ServiceError(
    'INTEGRITY',
    `${file} is damaged: ${cause instanceof Error ? cause.message.split('\n')[0] : String(cause)}`,
    'The tables beside it are untouched. Put the file back, or bring back a backup: gecko restore qdrant latest.',
    { cause },
  );
}

function lost(file: string, tables: number): ServiceError {
  return new ServiceError(
    'INTEGRITY',
    `${file} is missing, but ${tables} tables lie beside it; they are untouched`,
    'Put the file back, or bring back a backup: gecko restore qdrant latest. Or move the folder away, to begin with an empty corpus.',
  );
}
