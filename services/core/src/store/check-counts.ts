import { ServiceError } from '../contract/errors.ts';

interface Counts {
  documents: number;
  chunks: number;
}

/** @throws ServiceError INTEGRITY where not all of a collection arrived */
export function checkCounts(collection: string, wanted: Counts, made: Counts): void {
  if (wanted.documents === made.documents && wanted.chunks === made.chunks) return;
  throw new ServiceError(
    'INTEGRITY',
    `${collection} has ${wanted.documents} documents of ${wanted.chunks} chunks, and ${made.documents} of ${made.chunks} arrived`,
    'Nothing was switched over. Run the command again.',
  );
}
