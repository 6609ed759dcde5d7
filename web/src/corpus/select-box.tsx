import { texts } from '../i18n/language.ts';
import type { ListedDocument } from './listed-document.ts';
import type { Choosing } from './use-selection.ts';

interface Props {
  listed: ListedDocument;
  choosing: Choosing;
}

/** Chooses a document of the list; with Shift, all up to the one that was chosen before. */
export function SelectBox({ listed: { document, title }, choosing }: Props) {
  const { corpus } = texts.value;
  return (
    <label
      class="select-box"
      // No text is marked on the way.
      onMouseDown={(event) => event.shiftKey && event.preventDefault()}
    >
      <input
        type="checkbox"
        aria-label={corpus.select(title)}
        checked={choosing.selection.has(document.id)}
        onClick={({ shiftKey }) => choosing.toggle(document.id, shiftKey)}
      />
    </label>
  );
}

/** Chooses all that are shown, or none. @param hasWords where no column stands above the boxes */
export function SelectAll({
  choosing: { chosen, toggleAll },
  count,
  hasWords = false,
}: {
  choosing: Choosing;
  /** How many are shown. */
  count: number;
  hasWords?: boolean;
}) {
  const { corpus } = texts.value;
  return (
    <label class="select-box">
      <input
        type="checkbox"
        aria-label={corpus.selectAll}
        checked={chosen.length === count}
        indeterminate={chosen.length > 0 && chosen.length < count}
        onClick={toggleAll}
      />
      {hasWords && <span>{corpus.selectAll}</span>}
    </label>
  );
}
