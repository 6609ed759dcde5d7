import { ServiceError } from '../api/service-error.ts';

/** Of one document alone; any other concerns every upload. */
const ofOneDocument = new Set([
  'BAD_REQUEST',
  'BODY_TOO_LARGE',
  'DEADLINE',
  'DOCUMENT_EMPTY',
  'DOCUMENT_UNREADABLE',
  'FILE_UNREADABLE',
  'INTERNAL',
  'UNSUPPORTED_MEDIA_TYPE',
]);

/** Whether an error is of the document that was sent, and the others can go on. */
export function isOfDocument(error: unknown): error is ServiceError {
  return error instanceof ServiceError && ofOneDocument.has(error.code);
}
