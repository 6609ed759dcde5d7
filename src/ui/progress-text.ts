import type { UiEvent } from './ui.ts';

export type Progress = Extract<UiEvent, { type: 'progress' }>;

/** `Embedding: 120 of 300 (40 %)`, `Fetching weights: 3.1 of 22.9 MB (13 %)`. */
export function progressText({ text, done, total, unit }: Progress): string {
  const show = unit === 'bytes' ? megabytes : String;
  const suffix = unit === 'bytes' ? ' MB' : '';
  if (total === null) return `${text}: ${show(done)}${suffix}`;
  const percent = total > 0 ? ` (${Math.floor((100 * Math.min(done, total)) / total)} %)` : '';
  return `${text}: ${show(done)} of ${show(total)}${suffix}${percent}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
