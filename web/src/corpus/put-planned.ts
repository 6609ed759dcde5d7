import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import type { Planned } from './planned.ts';
import type { PutProgress } from './put-document.ts';
import { readable } from './readable.ts';
import type { Upload, UploadState } from './upload.ts';
import type { UploadTools } from './upload-tools.ts';

interface Means {
  tools: UploadTools;
  set(upload: Upload, state: UploadState): void;
  signal: AbortSignal;
}

/** Sends one file: a rename by its name alone where that does. @throws ServiceError */
export async function putPlanned(
  { upload, collection, id, from }: Planned,
  { tools, set, signal }: Means,
): Promise<Schemas['PutResponse']> {
  const { file, source, path } = upload;
  const progress: PutProgress = {
    signal,
    onShare: (share) =>
      upload.state.value.is === 'sending' && set(upload, { is: 'sending', share }),
    onSent: () => upload.state.value.is === 'sending' && set(upload, { is: 'reading' }),
  };
  const place = { id, collection, source, path };
  const whole = (old: string | null) => {
    if (upload.state.value.is !== 'cancelled') set(upload, { is: 'sending', share: 0 });
    return tools
      .put({ ...place, from: old, body: file }, progress)
      .catch(async (error: unknown) => {
        // A file that changed meanwhile ends its request as if nobody had answered.
        if (error instanceof ServiceError && error.code === 'UNREACHABLE')
          await readable(file.slice(0, 1).arrayBuffer());
        throw error;
      });
  };
  if (from === null) return whole(null);
  return tools.put({ ...place, from, body: null }, progress).catch((error: unknown) => {
    const code = error instanceof ServiceError ? error.code : '';
    if (code === 'CONTENT_NEEDED') return whole(from);
    // Somebody else removed it, or wrote this one, since it was asked about.
    if (code === 'DOCUMENT_MISSING' || code === 'DOCUMENT_EXISTS') return whole(null);
    throw error;
  });
}
