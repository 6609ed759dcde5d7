import { useContext, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { Failure } from '../states/failure.tsx';
import { visible } from '../text/visible.ts';
import { listAddress } from './corpus-address.ts';
import { CorpusContext } from './corpus-context.ts';
import { deleteDocument } from './delete-document.ts';

/** Deletes a document, once it was said what goes. */
export function DeleteButton({ document }: { document: Schemas['Document'] }) {
  const { shelf, notice } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const [, navigate] = useLocation();
  const dialog = useRef<HTMLDialogElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { id, collection, chunks } = document;
  const title = visible(document.title);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await deleteDocument(document);
      shelf.drop(collection, (one) => one.id === id);
      notice.value = corpus.removed(title);
      navigate(listAddress(collection));
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <>
      <button
        type="button"
        class="button quiet danger"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="bin" />
        {corpus.remove}
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="delete-title">
        <h2 id="delete-title">{corpus.reallyRemove(title)}</h2>
        <p>{corpus.removeText(chunks, collection)}</p>
        {error !== null && <Failure error={error} />}
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {corpus.cancel}
          </button>
          <button type="button" class="button danger" disabled={isBusy} onClick={remove}>
            {corpus.remove}
          </button>
        </div>
      </dialog>
    </>
  );
}
