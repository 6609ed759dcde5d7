import type { UploadState } from './upload.ts';

/** Whether nothing more becomes of it by itself. */
export function isOver({ is }: UploadState): boolean {
  return is === 'done' || is === 'failed' || is === 'cancelled';
}
