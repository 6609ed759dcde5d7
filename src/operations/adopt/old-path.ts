import type { OldData } from '../../adopt/data-of.ts';

/** Where a tool that has an old volume at /from finds the data in it. */
export function oldPath({ folder }: OldData): string {
  return folder === '' ? '/from' : `/from/${folder}`;
}
