import { cutToWidth } from './cut-to-width.ts';
import type { UiEvent } from './ui.ts';

export type Progress = Extract<UiEvent, { type: 'progress' }>;

/** Columns that the words keep where the numbers are long. */
const WORDS = 12;
/** As everywhere that gecko tells sizes. */
const MEBIBYTE = 2 ** 20;

/**
 * `Embedding: 120 of 300 (40 %)`, `Fetching weights: 3.1 of 22.9 MiB (13 %), 2.0 MiB/s, 10 s left`. Where there
 * are too few columns, the speed goes first, then the words are cut and not the numbers.
 * @param rate bytes a second; null: not known
 */
export function progressText(
  { text, done, total, unit }: Progress,
  columns = Number.POSITIVE_INFINITY,
  rate: number | null = null,
): string {
  const plain = numbersText({ done, total, unit });
  const whole = `${plain}${speedText({ done, total, rate })}`;
  const numbers = whole.length + 2 + Math.min(text.length, WORDS) > columns ? plain : whole;
  const words = cutToWidth(text, Math.max(0, columns - numbers.length - 2));
  return words === '' ? numbers.slice(0, columns) : `${words}: ${numbers}`;
}

function numbersText({ done, total, unit }: Pick<Progress, 'done' | 'total' | 'unit'>): string {
  const [show, suffix] = unit === 'bytes' ? scaleOf(total ?? done) : [String, ''];
  if (total === null) return `${show(done)}${suffix}`;
  const percent = total > 0 ? ` (${Math.floor((100 * Math.min(done, total)) / total)} %)` : '';
  return `${show(done)} of ${show(total)}${suffix}${percent}`;
}

/** How bytes are written where the whole has so many. */
function scaleOf(bytes: number): [(bytes: number) => string, string] {
  if (bytes < MEBIBYTE) return [kibibytes, ' KiB'];
  return bytes < 1000 * MEBIBYTE ? [mebibytes, ' MiB'] : [gibibytes, ' GiB'];
}

function speedText({
  done,
  total,
  rate,
}: Pick<Progress, 'done' | 'total'> & { rate: number | null }): string {
  if (rate === null || (total !== null && done >= total)) return '';
  const left = total === null || rate <= 0 ? '' : `, ${timeText((total - done) / rate)} left`;
  return `, ${mebibytes(rate)} MiB/s${left}`;
}

function timeText(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

function kibibytes(bytes: number): string {
  return (bytes / 1024).toFixed(1);
}

function mebibytes(bytes: number): string {
  return (bytes / MEBIBYTE).toFixed(1);
}

function gibibytes(bytes: number): string {
  return (bytes / MEBIBYTE / 1024).toFixed(2);
}
