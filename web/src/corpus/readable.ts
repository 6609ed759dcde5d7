import { ServiceError } from '../api/service-error.ts';

/** A file that was removed or changed since it was chosen can no longer be read. @throws ServiceError FILE_UNREADABLE */
export function readable<T>(reading: Promise<T>): Promise<T> {
  return reading.catch(() => {
    throw new ServiceError('FILE_UNREADABLE');
  });
}
