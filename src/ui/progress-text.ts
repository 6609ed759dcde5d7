import { cutToWidth } from './cut-to-width.ts';
import type { UiEvent } from './ui.ts';

export type Progress = Extract<UiEvent, { type: 'progress' }>;

/**
 * `Embedding: 120 of 300 (40 %)`, `Fetching weights: 3.1 of 22.9 MB (13 %)`. Where there are too few
 * columns, the words are cut and not the numbers.
 */
export function progressText(
  { text, done, total, unit }: Progress,
  columns = Number.POSITIVE_INFINITY,
): string {
  const numbers = numbersText({ done, total, unit });
  const words = cutToWidth(text, Math.max(0, columns - numbers.length - 2));
  return words === '' ? numbers.slice(0, columns) : `${words}: ${numbers}`;
}

function numbersText({ done, total, unit }: Pick<Progress, 'done' | 'total' | 'unit'>): string {
  const show = unit === 'bytes' ? megabytes : String;
  const suffix = unit === 'bytes' ? ' MB' : '';
  if (total === null) return `${show(done)}${suffix}`;
  const percent = total > 0 ? ` (${Math.floor((100 * Math.min(done, total)) / total)} %)` : '';
  return `${show(done)} of ${show(total)}${suffix}${percent}`;
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
