import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { withoutHeadingMarks } from '../text/without-heading-marks.ts';
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
            </span>
            <span class="passage-place">
              <span>{placeOf(passage, texts.value)}</span>
              <Score score={passage.score} />
            </span>
            <span class="passage-text">
              {withoutHeadingMarks(visible(passage.text).slice(0, BEGINNING))}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
