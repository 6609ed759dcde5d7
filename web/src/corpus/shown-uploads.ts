import type { Upload, UploadState } from './upload.ts';

const order: Readonly<Record<UploadState['is'], number>> = {
  ...{ failed: 0, sending: 1, reading: 1, checking: 2, waiting: 3, cancelled: 4, done: 5 },
};

/** As they came; of more than can be shown those that ask for attention first, then what is under way. */
export function shownUploads(uploads: readonly Upload[], most: number): readonly Upload[] {
  if (uploads.length <= most) return uploads;
  const groups: Upload[][] = [[], [], [], [], [], []];
  for (const upload of uploads) groups[order[upload.state.value.is]]?.push(upload);
  return groups.flat().slice(0, most);
}
