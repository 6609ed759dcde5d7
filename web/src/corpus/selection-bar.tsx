import { useContext, useEffect, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { isCovered } from '../shell/is-covered.ts';
import { CorpusContext } from './corpus-context.ts';
import { DeleteDialog } from './delete-dialog.tsx';
import type { ListedDocument } from './listed-document.ts';
import { noSelection } from './selection.ts';

interface Props {
  /** Of those that are shown. */
  chosen: readonly ListedDocument[];
  /** Called when documents have gone. */
  onDeleted(): void;
}

/** What can be done to all that are chosen. */
export function SelectionBar({ chosen, onDeleted }: Props) {
  const { selection } = useContext(CorpusContext);
  const { corpus } = texts.value;
  // As they were when it was asked: what the list shows may change below the dialog.
  const [asked, setAsked] = useState<readonly ListedDocument[] | null>(null);
  const count = chosen.length;
  useEffect(() => {
    if (count === 0) return;
    const onKey = (event: KeyboardEvent) => {
      const isBox = (event.target as HTMLElement).closest('.select-box') !== null;
      if (event.key !== 'Delete' || !isBox || isCovered()) return;
      event.preventDefault();
      setAsked(chosen);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [chosen, count]);
  return (
    <>
      <p class="offscreen" role="status">
        {count > 0 && corpus.selected(count)}
      </p>
      {count > 0 && (
        <section class="selection-bar" aria-label={corpus.selection}>
          <p>
            <strong>{corpus.selected(count)}</strong>
          </p>
          <button
            type="button"
            class="button icon-only"
            aria-label={corpus.selectNone}
            title={corpus.selectNone}
            onClick={() => {
              // The bar goes, and this with it; the first box is that for all.
              document.querySelector<HTMLElement>('.documents .select-box input')?.focus();
              selection.value = noSelection;
            }}
          >
            <Icon name="close" />
          </button>
          <button
            type="button"
            class="button danger"
            aria-haspopup="dialog"
            onClick={() => setAsked(chosen)}
          >
            <Icon name="bin" />
            {corpus.remove}
          </button>
        </section>
      )}
      {asked !== null && (
        <DeleteDialog documents={asked} onDeleted={onDeleted} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
