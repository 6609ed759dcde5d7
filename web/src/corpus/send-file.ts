import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import type { DocumentPut, PutProgress } from './put-document.ts';
import { readable } from './readable.ts';

export interface SentFile {
  file: File;
  place: Pick<DocumentPut, 'id' | 'collection' | 'source' | 'path'>;
  /** The path that it had before, where it was renamed. */
  from: string | null;
  /** All of it is sent from the start: called once more where a rename alone was not enough. */
  onStart(): void;
}

/**
 * Stores a file as a document; of a renamed one only the new path is sent where the backend has the rest.
 * @throws ServiceError what the backend says, and FILE_UNREADABLE
 */
export function sendFile(
  { file, place, from, onStart }: SentFile,
  put: (document: DocumentPut, progress: PutProgress) => Promise<Schemas['PutResponse']>,
  progress: PutProgress,
): Promise<Schemas['PutResponse']> {
  const whole = (old: string | null) => {
    onStart();
    return put({ ...place, from: old, body: file }, progress).catch(async (error: unknown) => {
      // A file that changed meanwhile ends its request as if nobody had answered.
      if (error instanceof ServiceError && error.code === 'UNREACHABLE')
        await readable(file.slice(0, 1).arrayBuffer());
      throw error;
    });
  };
  if (from === null) return whole(null);
  return put({ ...place, from, body: null }, progress).catch((error: unknown) => {
    const code = error instanceof ServiceError ? error.code : '';
    if (code === 'CONTENT_NEEDED') return whole(from);
    // Somebody else removed it, or wrote this one, since it was asked about.
    if (code === 'DOCUMENT_MISSING' || code === 'DOCUMENT_EXISTS') return whole(null);
    throw error;
  });
}
