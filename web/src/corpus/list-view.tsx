import { useContext, useEffect, useLayoutEffect } from 'preact/hooks';
import { getJson } from '../api/get-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { usePageTitle } from '../shell/page-title.ts';
import { SessionContext } from '../shell/session-context.ts';
import { useLoaded } from '../states/use-loaded.ts';
import { CollectionChooser } from './collection-chooser.tsx';
import { CorpusContext } from './corpus-context.ts';
import { DocumentList } from './document-list.tsx';
import { wholeList } from './list-choice.ts';
import { ReadOnly } from './read-only.tsx';
import { noSelection } from './selection.ts';
import { UploadList } from './upload-list.tsx';
import { UploadPanel } from './upload-panel.tsx';
import { useStored } from './use-stored.ts';

/** The documents of a collection, and the way for more of them into it. */
export function ListView({ wanted }: { wanted: string | null }) {
  const { shelf, choice, selection, notice, scrolled } = useContext(CorpusContext);
  const { signedIn } = useContext(SessionContext);
  const { corpus } = texts.value;
  const loaded = useLoaded(
    (signal) => getJson<Schemas['CollectionList']>('/api/rag/collections', { signal }),
    [],
  );
  usePageTitle(corpus.title);
  useEffect(() => {
    // A filter of one collection may match nothing of another.
    if (!shelf.isOpen(wanted)) {
      choice.value = wholeList;
      selection.value = noSelection;
      scrolled.value = 0;
    }
    void shelf.open(wanted);
  }, [shelf, choice, selection, scrolled, wanted]);
  useLayoutEffect(() => {
    if (notice.peek() !== null) document.getElementById('notice')?.focus({ preventScroll: true });
    return () => {
      notice.value = null;
    };
  }, [notice]);
  useStored(loaded.reload);
  const content = shelf.content.value;
  const collections = loaded.state === 'loaded' ? loaded.value.collections : [];
  return (
    <div class="view corpus">
      <h1>{corpus.title}</h1>
      <p
        id="notice"
        class={notice.value === null ? 'offscreen' : 'notice'}
        role="status"
        tabIndex={-1}
      >
        {notice.value}
      </p>
      {(collections.length > 0 || loaded.state === 'loading') && (
        <CollectionChooser collections={collections} open={content.collection} />
      )}
      {signedIn.value === null && <div class="drop" aria-hidden="true" />}
      {signedIn.value === false && <ReadOnly />}
      {signedIn.value && (
        <UploadPanel
          open={content.collection}
          collections={collections.map(({ name }) => name)}
          isFirst={content.state === 'missing' || isEmpty(content)}
        />
      )}
      <UploadList />
      <DocumentList content={content} maySend={signedIn.value === true} onDeleted={loaded.reload} />
    </div>
  );
}

function isEmpty({ state, documents }: { state: string; documents: readonly unknown[] }): boolean {
  return state === 'whole' && documents.length === 0;
}
