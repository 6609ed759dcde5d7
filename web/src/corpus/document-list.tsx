import { useCallback, useContext, useMemo } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Empty } from '../states/empty.tsx';
import { Failure } from '../states/failure.tsx';
import { Loading } from '../states/loading.tsx';
import { useRecovery } from '../waiting/use-recovery.ts';
import { chosenDocuments, sortedDocuments } from './chosen-documents.ts';
import { CorpusContext } from './corpus-context.ts';
import { DocumentCards } from './document-cards.tsx';
import { DocumentTable } from './document-table.tsx';
import { wholeList } from './list-choice.ts';
import { ListTools } from './list-tools.tsx';
import { listedDocument } from './listed-document.ts';
import { SelectAll } from './select-box.tsx';
import { SelectionBar } from './selection-bar.tsx';
import type { ShelfContent } from './shelf.ts';
import { useKeptScroll } from './use-kept-scroll.ts';
import { useNarrow } from './use-narrow.ts';
import { useSelection } from './use-selection.ts';

interface Props {
  content: ShelfContent;
  /** Whether this browser may change the corpus. */
  maySend: boolean;
  /** Called when documents have gone. */
  onDeleted(): void;
}

/** The documents of the open collection: searched, filtered and sorted here, for all of them are loaded. */
export function DocumentList({ content, maySend, onDeleted }: Props) {
  const { shelf, choice } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const { documents, state, error, wanted } = content;
  const { column, isDescending } = choice.value;
  const isNarrow = useNarrow();
  useKeptScroll(documents.length > 0);
  const listed = useMemo(() => documents.map(listedDocument), [documents]);
  const sorted = useMemo(
    () => sortedDocuments(listed, { column, isDescending }),
    [listed, column, isDescending],
  );
  const chosen = useMemo(() => chosenDocuments(sorted, choice.value), [sorted, choice.value]);
  const selecting = useSelection(chosen);
  const choosing = maySend ? selecting : null;
  const retry = useCallback(() => void shelf.open(wanted), [shelf, wanted]);
  useRecovery(state === 'failed' ? error : null, retry);
  if (documents.length === 0) {
    if (state === 'loading') return <Loading lines={10} />;
    if (state === 'failed') return <Failure error={error} onRetry={retry} />;
    // Who may send is asked for documents already.
    return maySend ? null : <Nothing />;
  }
  return (
    <section class="documents" aria-labelledby="list-title">
      <h2 id="list-title" class="offscreen">
        {corpus.list}
      </h2>
      {state === 'failed' && <Failure error={error} onRetry={retry} />}
      <ListTools documents={documents} hasSort={isNarrow} />
      <div class="shown">
        <p class="soft" role="status" aria-busy={state === 'loading'}>
          {state === 'loading'
            ? corpus.stillLoading(documents.length)
            : corpus.shown(chosen.length, documents.length)}
        </p>
        {choosing && isNarrow && chosen.length > 0 && (
          <SelectAll choosing={choosing} count={chosen.length} hasWords />
        )}
      </div>
      {choosing && <SelectionBar chosen={choosing.chosen} onDeleted={onDeleted} />}
      {chosen.length === 0 ? (
        <Empty icon="corpus" title={corpus.noneMatch}>
          <p>{corpus.noneMatchText}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              document.querySelector<HTMLElement>('.list-tools .search')?.focus();
              choice.value = { ...wholeList, column, isDescending };
            }}
          >
            {corpus.clearFilters}
          </button>
        </Empty>
      ) : isNarrow ? (
        <DocumentCards documents={chosen} choosing={choosing} />
      ) : (
        <DocumentTable documents={chosen} choosing={choosing} />
      )}
    </section>
  );
}

function Nothing() {
  const { corpus } = texts.value;
  return (
    <Empty icon="corpus" title={corpus.empty}>
      <p>{corpus.emptyReadOnly}</p>
      <p class="command">
        <code>gecko ingest PATH</code>
        <CopyButton text="gecko ingest " />
      </p>
    </Empty>
  );
}
