import { ServiceError } from '../contract/errors.ts';

/** What is said of a collection that does not exist. */
export function collectionMissing(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_MISSING',
    `the collection ${collection} does not exist: nothing has been ingested into it yet`,
    'gecko ingest PATH',
  );
}
