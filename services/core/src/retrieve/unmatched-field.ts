import type { Filter } from '../contract/filter.ts';
import type { GenerationStore } from '../store/port.ts';
import { fieldName } from '../store/tags.ts';

/** A field of a filter for which no document has a value that the filter asks for. */
export interface UnmatchedField {
  field: string;
  asked: string[];
  /** Values that there are, the most frequent ones first. */
  values: string[];
}

/** Values named; more of them nobody reads. */
const NAMED = 10;

/** The first field of a filter that no document matches; null where each field alone has matches. */
export async function unmatchedField(
  corpus: Pick<GenerationStore, 'values'>,
  filter: Filter,
): Promise<UnmatchedField | null> {
  for (const [field, given] of Object.entries(filter)) {
    const asked = [given].flat();
    const values = await corpus.values(field, Number.POSITIVE_INFINITY);
    if (!asked.some((value) => values.some((known) => passes(fieldName(field), known, value))))
      return { field, asked, values: values.slice(0, NAMED) };
  }
  return null;
}

/** As stores match them; `type` also takes a whole media type, of which the value here is the end. */
function passes(field: string, known: string, asked: string): boolean {
  const value = asked.normalize('NFC');
  if (field === 'path') return value.endsWith('/') ? known.startsWith(value) : known === value;
  const folded = value.toLowerCase();
  const end = field === 'type' ? folded.split('/').at(-1) : folded;
  return known.normalize('NFC').toLowerCase() === end;
}
