import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { SessionContext } from '../shell/session-context.ts';
import { CorpusContext } from './corpus-context.ts';
import { deleteDocument } from './delete-document.ts';
import { type Deletion, deleteDocuments } from './delete-documents.ts';
import { DeletionOutcome } from './deletion-outcome.tsx';
import type { ListedDocument } from './listed-document.ts';

interface Props {
  documents: readonly ListedDocument[];
  /** Called when documents have gone. */
  onDeleted(): void;
  onClose(): void;
}

/** Documents that are named. */
const NAMED = 5;

/** Deletes several documents, once it was said which, and shows how far it is and what failed. */
export function DeleteDialog({ documents, onDeleted, onClose }: Props) {
  const { shelf, selection, notice } = useContext(CorpusContext);
  const session = useContext(SessionContext);
  const { corpus } = texts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const stop = useRef(new AbortController());
  const [done, setDone] = useState<number | null>(null);
  const [outcome, setOutcome] = useState<Deletion | null>(null);
  useEffect(() => {
    dialog.current?.showModal();
    return () => stop.current.abort();
  }, []);
  const count = documents.length;
  const collection = documents[0]?.document.collection ?? '';
  const remove = async () => {
    setDone(0);
    const ended = await deleteDocuments(
      documents.map(({ document }) => document),
      { remove: deleteDocument, onProgress: setDone, signal: stop.current.signal },
    );
    const { gone, failed, halt } = ended;
    shelf.drop(collection, ({ id }) => gone.has(id));
    selection.value = new Set([...selection.value].filter((id) => !gone.has(id)));
    if (gone.size > 0) {
      notice.value = corpus.removedMany(gone.size);
      onDeleted();
    }
    if (failed.length > 0 || halt !== null) return setOutcome(ended);
    dialog.current?.close();
    document.getElementById('notice')?.focus({ preventScroll: true });
  };
  const isRunning = done !== null && outcome === null;
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="delete-many-title"
      onCancel={(event) => {
        if (!isRunning) return;
        event.preventDefault();
        stop.current.abort();
      }}
      onClose={() => {
        // It may have ended; not before what came of it was read.
        if (outcome?.halt) void session.refresh();
        onClose();
      }}
    >
      <h2 id="delete-many-title">{corpus.reallyRemoveMany(count, collection)}</h2>
      {done === null && (
        <>
          <ul class="named">
            {documents.slice(0, NAMED).map(({ document: { id }, title, place }) => (
              <li key={id}>
                {title} <span class="soft place">{place}</span>
              </li>
            ))}
            {count > NAMED && <li class="soft">{corpus.andMore(count - NAMED)}</li>}
          </ul>
          <p>{corpus.removeManyText}</p>
        </>
      )}
      {isRunning && (
        <>
          <progress aria-labelledby="delete-many-done" max={count} value={done} />
          <p id="delete-many-done">{corpus.removing(done, count)}</p>
        </>
      )}
      {outcome && <DeletionOutcome outcome={outcome} count={count} />}
      <div class="dialog-end">
        <button
          type="button"
          class="button"
          onClick={() => (isRunning ? stop.current.abort() : dialog.current?.close())}
        >
          {outcome ? corpus.close : isRunning ? corpus.stop : corpus.cancel}
        </button>
        {done === null && (
          <button type="button" class="button danger" onClick={remove}>
            {corpus.removeMany(count)}
          </button>
        )}
      </div>
    </dialog>
  );
}
