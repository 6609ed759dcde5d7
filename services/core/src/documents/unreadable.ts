import { ServiceError } from '../contract/errors.ts';

/** A document that cannot be read: why, as the end of "it …", and what would mend it. */
export function unreadable(reason: string, hint: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'DOCUMENT_UNREADABLE',
    `The document cannot be read: ${reason}.`,
    hint,
    cause === undefined ? {} : { cause },
  );
}
