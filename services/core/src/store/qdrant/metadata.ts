import { z } from 'zod';
import { Fingerprint } from '../../contract/corpus.ts';
import { ServiceError } from '../../contract/errors.ts';
import { migrate, schemaVersions } from '../schema.ts';

/** Kept by Qdrant with the collection of a generation's chunks. */
export const GenerationMetadata = z.object({
  schemaVersion: z.literal(schemaVersions.qdrant),
  writtenBy: z.string(),
  collection: z.string(),
  generation: z.int(),
  fingerprint: Fingerprint,
  /** The alias decides what is live; `building` until the first switch, `dropping` until it is gone. */
  state: z.enum(['building', 'live', 'retired', 'dropping']),
  /** Generation that was live before this one; 0: none. */
  previous: z.int(),
  /** Highest number that this collection has used, as far as this generation was told. */
  last: z.int(),
  /** ISO 8601, UTC. */
  createdAt: z.string(),
  /** Milliseconds since the epoch until which nothing is to be written, by the clock of the services. */
  frozenUntil: z.optional(z.int()),
});
export type GenerationMetadata = z.infer<typeof GenerationMetadata>;

/**
 * Null for a collection that gecko did not make.
 * @throws ServiceError SCHEMA_NEWER, INTEGRITY
 */
export function parseMetadata(physical: string, metadata: unknown): GenerationMetadata | null {
  const found = z
    .looseObject({ schemaVersion: z.number(), writtenBy: z.string() })
    .safeParse(metadata);
  if (!found.success) return null;
  const parsed = GenerationMetadata.safeParse(migrate(physical, found.data, schemaVersions.qdrant));
  if (!parsed.success)
    throw new ServiceError(
      'INTEGRITY',
      `the metadata of ${physical} is damaged: ${z.prettifyError(parsed.error).split('\n')[0]}`,
    );
  const { fingerprint, writtenBy } = parsed.data;
  migrate(`the points of ${physical}`, { ...fingerprint, writtenBy }, schemaVersions.tables);
  return parsed.data;
}
