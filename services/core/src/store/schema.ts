import { ServiceError } from '../contract/errors.ts';

/** What this gecko writes; it reads this and the older versions that a migration starts from. */
export const schemaVersions = {
  catalog: 1,
  /** Metadata of a collection in Qdrant. */
  qdrant: 1,
  /** Chunk and document tables, and the fingerprint that is stored with them. */
  tables: 1,
} as const;

/** A pure step from one version to the next. */
export type Migration = (document: Record<string, unknown>) => Record<string, unknown>;

/** Steps of the store's catalog, by the version that each starts from. */
export const catalogMigrations: Readonly<Record<number, Migration>> = {};

/**
 * Brings a stored document to the current version, step by step.
 *
 * @param migrations by the version that each starts from
 * @throws ServiceError SCHEMA_NEWER where it was written by a newer gecko, INTEGRITY where it has no version
 */
export function migrate(
  what: string,
  document: Record<string, unknown>,
  current: number,
  migrations: Readonly<Record<number, Migration>> = {},
): Record<string, unknown> {
  const version = document.schemaVersion;
  if (typeof version !== 'number') {
    throw new ServiceError('INTEGRITY', `${what} has no schemaVersion`);
  }
  if (version > current) {
    throw new ServiceError(
      'SCHEMA_NEWER',
      `${what} has schema ${version}, this gecko reads up to ${current}`,
      `Use the gecko that wrote it (${String(document.writtenBy ?? 'a newer version')}); nothing was changed.`,
    );
  }
  if (version === current) return document;
  const step = migrations[version];
  if (!step) throw new ServiceError('INTEGRITY', `${what}: no migration from schema ${version}`);
  return migrate(what, { ...step(document), schemaVersion: version + 1 }, current, migrations);
}
