import type { Texts } from '../i18n/language.ts';
import type { UploadCounts } from './upload-counts.ts';

/** What became of the uploads: "3 added, 1 failed". */
export function tallyText(
  { done, failed, cancelled }: UploadCounts,
  { tally }: Texts['corpus'],
): string {
  const all = { ...done, failed, cancelled };
  return (Object.keys(tally) as (keyof typeof tally)[])
    .filter((name) => all[name] > 0)
    .map((name) => tally[name](all[name]))
    .join(', ');
}
