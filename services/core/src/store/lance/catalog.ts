import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { migrate, schemaVersions } from '../schema.ts';

const GenerationEntry = z.object({
  state: z.enum(['building', 'live', 'retired']),
  fingerprint: Fingerprint,
});

const CollectionEntry = z.object({
  live: z.int().nullable(),
  previous: z.int().nullable(),
  /** Highest number ever used; numbers are not used twice. */
  last: z.int(),
  generations: z.record(z.string(), GenerationEntry),
});

const CatalogFile = z.object({
  schemaVersion: z.literal(schemaVersions.catalog.current),
  collections: z.record(z.string(), CollectionEntry),
});

export type CatalogFile = z.infer<typeof CatalogFile>;
export type CollectionEntry = z.infer<typeof CollectionEntry>;

/** Which generation a name stands for: one small file, replaced as a whole, so that a switch is atomic. */
export interface Catalog {
  read(): CatalogFile;
  /** Changes a copy, makes it durable, then takes it as the truth. */
  change(edit: (catalog: CatalogFile) => void): Promise<void>;
}

/** @throws ServiceError SCHEMA_NEWER, INTEGRITY */
export async function openCatalog(folder: string): Promise<Catalog> {
  const file = join(folder, 'catalog.json');
  let current = parse(file, await readText(file));
  return {
    read: () => current,
    async change(edit) {
      const next = structuredClone(current);
      edit(next);
      await writeFileAtomic(file, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
      current = next;
    },
  };
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(file: string, text: string | null): CatalogFile {
  if (text === null) return { schemaVersion: schemaVersions.catalog.current, collections: {} };
  try {
    const document: unknown = JSON.parse(text);
    const record = z.record(z.string(), z.unknown()).parse(document);
    return CatalogFile.parse(migrate(file, record, schemaVersions.catalog.current));
  } catch (error) {
    if (error instanceof ServiceError) throw error;
    throw new ServiceError(
      'INTEGRITY',
      `${file} is damaged: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
      'Restore it from a backup; the tables beside it are untouched.',
      { cause: error },
    );
  }
}
