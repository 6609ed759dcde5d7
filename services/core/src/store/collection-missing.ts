import { ServiceError } from '../contract/errors.ts';

/** Named where nothing else is. */
const DEFAULT = 'corpus_gecko3';

/** What is said of a collection that does not exist. */
export function collectionMissing(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_MISSING',
    `the collection ${collection} does not exist: nothing has been ingested into it yet`,
    collection === DEFAULT ? 'gecko ingest PATH' : `gecko ingest PATH --collection ${collection}`,
  );
}
