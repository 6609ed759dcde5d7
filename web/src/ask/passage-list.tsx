import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { placeOf } from './place-of.ts';
import { Score } from './score.tsx';

interface Props {
  passages: readonly Schemas['Citation'][];
  onOpen(passage: Schemas['Citation']): void;
}

/** Enough for two lines of any width. */
const BEGINNING = 400;

/** Passages, each with its beginning; one opens its document. */
export function PassageList({ passages, onOpen }: Props) {
  return (
    <ol class="passages">
      {passages.map((passage) => (
        <li key={passage.chunkId} value={passage.n}>
          <button type="button" class="passage" onClick={() => onOpen(passage)}>
            <span class="passage-head">
              <span class="number">{passage.n}</span>
              <span class="passage-title">{visible(passage.title)}</span>
              <Score score={passage.score} />
            </span>
            <span class="passage-place">{placeOf(passage, texts.value)}</span>
            <span class="passage-text">{beginningOf(visible(passage.text))}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** Without Markdown's marks of headings: the list shows what a passage says, not how it was set. */
function beginningOf(text: string): string {
  return text.slice(0, BEGINNING).replace(/^#{1,6}\s+(.*)$/gm, '$1.');
}
