import type { Upload } from './upload.ts';

/** A file that the backend wants; `from` is the path it had before a rename. */
export interface Planned {
  upload: Upload;
  collection: string;
  id: string;
  from: string | null;
}
