import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

interface Props {
  about: 'rename' | 'remove';
  title: string;
  onRename(title: string): void;
  onRemove(): void;
  onClose(): void;
}

/** Asks for a conversation's new name, or whether it shall really go. */
export function ConversationDialog({ about, title, onRename, onRemove, onClose }: Props) {
  const { ask } = texts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState(title);
  useEffect(() => dialog.current?.showModal(), []);
  const isRename = about === 'rename';
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby="dialog-title" onClose={onClose}>
      <form method="dialog" onSubmit={() => (isRename ? onRename(name) : onRemove())}>
        <h2 id="dialog-title">{isRename ? ask.rename : ask.reallyRemove}</h2>
        {!isRename && <p>{ask.removeText(visible(title))}</p>}
        {isRename && (
          <input
            class="field"
            aria-label={ask.newName}
            maxLength={80}
            required
            value={name}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        )}
        <div class="dialog-end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {ask.cancel}
          </button>
          <button type="submit" class={isRename ? 'button primary' : 'button danger'}>
            {isRename ? ask.saveName : ask.remove}
          </button>
        </div>
      </form>
    </dialog>
  );
}
