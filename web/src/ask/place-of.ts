import type { Schemas } from '../api/schema.d.ts';
import type { Texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

/** Where a passage stands: its source with page or line. */
export function placeOf(
  { source, page, line }: Pick<Schemas['Citation'], 'source' | 'page' | 'line'>,
  { ask }: Texts,
): string {
  const within = page !== null ? ask.page(page) : line !== null ? ask.line(line) : null;
  return visible(within === null ? source : `${source}, ${within}`);
}
