import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import { describeError } from '../i18n/describe-error.ts';
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
  const confirm = useRef<HTMLButtonElement>(null);
  const isThere = useRef(true);
  useEffect(
    () => () => {
      isThere.current = false;
    },
    [],
  );
  useEffect(() => {
    if (error === null) return;
    // A second Escape closes a dialog that does not want to.
    if (!dialog.current?.open) dialog.current?.showModal();
    confirm.current?.focus();
  }, [error]);
  const { id, collection, chunks } = document;
  const title = visible(document.title);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await deleteDocument(document);
      shelf.drop(collection, (one) => one.id === id);
      notice.value = corpus.removed(title);
      // Whoever has gone elsewhere by the browser's buttons stays there.
      if (isThere.current) navigate(listAddress(collection));
    } catch (failure) {
      const { message } = describeError(failure, texts.value);
      if (!isThere.current) notice.value = corpus.notRemovedFor(title, message);
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
      <dialog
        ref={dialog}
        class="dialog"
        aria-labelledby="delete-title"
        aria-busy={isBusy}
        onCancel={(event) => isBusy && event.preventDefault()}
      >
        <h2 id="delete-title">{corpus.reallyRemove(title)}</h2>
        <p>{corpus.removeText(chunks, collection)}</p>
        {error !== null && <Failure error={error} />}
        <div class="dialog-end">
          <button
            type="button"
            class="button"
            disabled={isBusy}
            onClick={() => dialog.current?.close()}
          >
            {corpus.cancel}
          </button>
          <button
            ref={confirm}
            type="button"
            class="button danger"
            disabled={isBusy}
            onClick={remove}
          >
            {corpus.remove}
          </button>
        </div>
      </dialog>
    </>
  );
}
