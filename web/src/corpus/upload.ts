import type { Signal } from '@preact/signals';
import type { Schemas } from '../api/schema.d.ts';
import type { PickedFile } from './picked-file.ts';

export type UploadAction = Schemas['PutResponse']['action'];

export interface UploadFailure {
  code: string;
  message: string;
  hint: string | null;
  /** Bytes that a file may have, where it has more. */
  limit?: number | undefined;
}

/** What happens to a file; `share` goes from 0 to 1. */
export type UploadState =
  | { is: 'waiting' }
  | { is: 'checking' }
  | { is: 'sending'; share: number }
  | { is: 'reading' }
  /** `chunks` is null where nothing had to be sent. */
  | { is: 'done'; id: string; collection: string; action: UploadAction; chunks: number | null }
  | { is: 'failed'; error: UploadFailure }
  | { is: 'cancelled' };

/** A file on its way into a collection. */
export interface Upload extends PickedFile {
  /** Of this upload, not of its document. */
  key: number;
  /** Null: the backend's own. */
  collection: string | null;
  state: Signal<UploadState>;
}
