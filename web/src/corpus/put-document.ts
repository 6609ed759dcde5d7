import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';

export interface DocumentPut {
  id: string;
  collection: string;
  source: string;
  path: string;
  /** Old path of a rename. */
  from: string | null;
  /** Null for a rename of what is stored. */
  body: File | null;
}

export interface PutProgress {
  signal: AbortSignal;
  /** Part of the body that was sent, from 0 to 1. */
  onShare(share: number): void;
  /** The whole body was sent; the backend reads it. */
  onSent(): void;
}

/**
 * Stores a document. By XMLHttpRequest, for fetch does not tell how much was sent.
 * @throws ServiceError what the backend says, UNREACHABLE or UNREADABLE; the signal's reason
 */
export function putDocument(
  { id, body, from, ...place }: DocumentPut,
  { signal, onShare, onSent }: PutProgress,
): Promise<Schemas['PutResponse']> {
  const query = new URLSearchParams({ ...place, ...(from === null ? {} : { from }) });
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.addEventListener('abort', () => reject(signal.reason));
    request.addEventListener('error', () => reject(new ServiceError('UNREACHABLE')));
    request.addEventListener('load', () => {
      const answer = parsed(request.responseText);
      if (request.status < 300 && answer) resolve(answer as Schemas['PutResponse']);
      else reject(errorOf(request.status, answer as Partial<Schemas['Error']> | null));
    });
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (lengthComputable && total > 0) onShare(loaded / total);
    });
    request.upload.addEventListener('load', onSent);
    request.open('PUT', `/api/rag/corpus/documents/${id}?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.send(body);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(status: number, answer: Partial<Schemas['Error']> | null): ServiceError {
  const { code, message, hint, limit } = answer?.error ?? {};
  if (code) return new ServiceError(code, message, { hint, limit, status });
  return new ServiceError(status >= 502 ? 'UNREACHABLE' : 'UNREADABLE', '', { status });
}
