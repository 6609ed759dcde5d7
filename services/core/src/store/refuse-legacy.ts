import { ServiceError } from '../contract/errors.ts';
import type { Generation } from './port.ts';

/** @throws ServiceError COLLECTION_READ_ONLY for a collection that another program made */
export function refuseLegacy({ collection, legacy }: Generation): void {
  if (!legacy) return;
  throw new ServiceError(
    'COLLECTION_READ_ONLY',
    `${collection} was not made by gecko: it can be asked, and is not written to`,
    'Ingest the documents into a collection of another name.',
  );
}
