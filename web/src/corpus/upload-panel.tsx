import { useCallback, useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { kept } from '../shell/kept.ts';
import { collectionProblem } from './collection-problem.ts';
import { listAddress } from './corpus-address.ts';
import { CorpusContext } from './corpus-context.ts';
import { foundInDrop } from './found-in-drop.ts';
import { foundInInput } from './found-in-input.ts';
import { isSourceName } from './is-source-name.ts';
import { type FoundFile, type Picked, picking } from './picking.ts';
import { UploadTarget } from './upload-target.tsx';
import { useDrop } from './use-drop.ts';

interface Props {
  /** Name of the collection that is shown; null where only the backend knows it. */
  open: string | null;
  collections: readonly string[];
  /** Whether there is no document yet. */
  isFirst: boolean;
}

/** Why nothing was sent: something cannot be read, or it is not said where it goes. */
type Refused = 'unreadable' | 'nowhere';

const keptSource = kept('source');

/** Where files are dropped or chosen. */
export function UploadPanel({ open, collections, isFirst }: Props) {
  const { uploads } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const [, navigate] = useLocation();
  const [source, setSource] = useState(keptSource.read() ?? 'uploads');
  /** As it is typed, empty too; null where nothing was. */
  const [typed, setTyped] = useState<string | null>(null);
  const [picked, setPicked] = useState<Picked | Refused | null>(null);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const collection = typed ?? open ?? '';
  const problem = collectionProblem(collection.trim(), open);
  const target = collection.trim() || null;
  const isSound = isSourceName(source) && problem === null;
  const take = useCallback(
    async (finding: FoundFile[] | Promise<FoundFile[]>) => {
      if (!isSound) return setPicked('nowhere');
      try {
        const found = picking(await finding, source);
        setPicked(found);
        if (found.files.length === 0) return;
        uploads.add(found.files, target);
        keptSource.write(source);
        if (target !== open) navigate(listAddress(target));
        setTyped(null);
      } catch {
        setPicked('unreadable');
      }
    },
    [uploads, source, target, open, isSound, navigate],
  );
  const isOver = useDrop(useCallback((transfer) => void take(foundInDrop(transfer)), [take]));
  // No attribute of the standard, so that the types of JSX do not have it.
  useLayoutEffect(() => {
    folder.current?.toggleAttribute('webkitdirectory', true);
  }, []);
  const choose = (input: HTMLInputElement) => {
    if (input.files) void take(foundInInput(input.files));
    // The same file may be chosen again.
    input.value = '';
  };
  return (
    <section class="drop" data-over={isOver} data-first={isFirst} aria-labelledby="drop-title">
      <Icon name="upload" />
      <div class="drop-text">
        <h2 id="drop-title">
          {isOver ? corpus.dropNow : isFirst ? corpus.dropFirst : corpus.dropTitle}
        </h2>
        <p class="soft">{corpus.dropText}</p>
        {isFirst && <p class="soft">{corpus.dropFirstText}</p>}
      </div>
      <div class="drop-actions">
        <input
          ref={files}
          id="choose-files"
          type="file"
          multiple
          hidden
          onChange={({ currentTarget }) => choose(currentTarget)}
        />
        <input
          ref={folder}
          id="choose-folder"
          type="file"
          hidden
          onChange={({ currentTarget }) => choose(currentTarget)}
        />
        <button
          type="button"
          class="button primary"
          disabled={!isSound}
          onClick={() => files.current?.click()}
        >
          {corpus.chooseFiles}
        </button>
        <button
          type="button"
          class="button"
          disabled={!isSound}
          onClick={() => folder.current?.click()}
        >
          <Icon name="folder" />
          {corpus.chooseFolder}
        </button>
      </div>
      <UploadTarget
        {...{ collections, collection, problem, source }}
        onSource={setSource}
        onCollection={setTyped}
      />
      {picked !== null && !(picked === 'nowhere' && isSound) && <PickedNote picked={picked} />}
    </section>
  );
}

function PickedNote({ picked }: { picked: Picked | Refused }) {
  const { corpus } = texts.value;
  if (picked === 'unreadable' || picked === 'nowhere')
    return (
      <p class="drop-note" role="alert">
        {corpus[picked]}
      </p>
    );
  const { files, leftOut } = picked;
  if (files.length > 0 && leftOut.length === 0) return null;
  return (
    <p class="drop-note" role="status">
      {files.length === 0 && <strong>{corpus.nothingFound} </strong>}
      {leftOut.length > 0 && corpus.leftOut(leftOut.length)}
    </p>
  );
}
