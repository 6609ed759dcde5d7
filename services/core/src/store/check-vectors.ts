import type { Fingerprint } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import type { StoredDocument } from './port.ts';

/**
 * Refuses vectors that would spoil a collection, before anything is written.
 * @throws ServiceError INTEGRITY or FINGERPRINT_MISMATCH
 */
export function checkVectors(documents: readonly StoredDocument[], fingerprint: Fingerprint): void {
  for (const { record, chunks } of documents) {
    for (const { dense } of chunks) {
      const expected = fingerprint.model === null ? 0 : fingerprint.dimension;
      if ((dense?.length ?? 0) !== expected) {
        throw new ServiceError(
          'FINGERPRINT_MISMATCH',
          `${record.source}/${record.path}: vector of ${dense?.length ?? 0} dimensions, the collection has ${expected}`,
          'gecko corpus reindex',
        );
      }
      if (dense?.some((value) => !Number.isFinite(value))) {
        throw new ServiceError(
          'INTEGRITY',
          `${record.source}/${record.path}: a vector is not finite`,
        );
      }
    }
  }
}
