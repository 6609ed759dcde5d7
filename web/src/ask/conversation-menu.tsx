import { useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { useDismiss } from '../shell/use-dismiss.ts';
import { visible } from '../text/visible.ts';
import { useAsk } from './ask-context.ts';
import type { Conversation } from './conversation.ts';
import { ConversationDialog } from './conversation-dialog.tsx';
import { asJson, asMarkdown, type ExportedFile } from './export-conversation.ts';
import type { Summary } from './library.ts';
import { saveFile } from './save-file.ts';

/** What can be done with a conversation: rename, export, delete. */
export function ConversationMenu({ summary }: { summary: Summary }) {
  const { library, asking } = useAsk();
  const { ask } = texts.value;
  const [, navigate] = useLocation();
  const menu = useRef<HTMLDetailsElement>(null);
  const [asked, setAsked] = useState<'rename' | 'remove' | null>(null);
  useDismiss(menu);
  const close = () => {
    if (menu.current) menu.current.open = false;
    menu.current?.querySelector('summary')?.focus();
  };
  // At the end of the list, which scrolls, it opens below what is seen.
  const show = () => {
    if (menu.current?.open) menu.current.lastElementChild?.scrollIntoView({ block: 'nearest' });
  };
  const choose = (what: 'rename' | 'remove') => {
    close();
    setAsked(what);
  };
  const whole = async () => {
    const { value } = asking.current;
    return value?.id === summary.id ? value : library.load(summary.id);
  };
  const save = async (as: (conversation: Conversation) => ExportedFile) => {
    close();
    const conversation = await whole();
    if (conversation) saveFile(as(conversation));
  };
  const remove = async () => {
    const isOpen = asking.current.value?.id === summary.id;
    if (asking.running.value?.conversation === summary.id) asking.stop();
    await library.remove(summary.id);
    if (isOpen) navigate('/');
  };
  return (
    <>
      <details class="menu" ref={menu} onToggle={show}>
        <summary class="button icon-only" aria-label={ask.actions(visible(summary.title))}>
          <Icon name="more" />
        </summary>
        <div class="menu-items">
          <MenuItem icon="edit" label={ask.rename} onClick={() => choose('rename')} />
          <MenuItem
            icon="save"
            label={ask.exportMarkdown}
            onClick={() => save((conversation) => asMarkdown(conversation, texts.value))}
          />
          <MenuItem icon="save" label={ask.exportJson} onClick={() => save(asJson)} />
          <MenuItem icon="bin" label={ask.remove} onClick={() => choose('remove')} />
        </div>
      </details>
      {asked !== null && (
        <ConversationDialog
          about={asked}
          title={summary.title}
          onRename={(title) => void asking.rename(summary.id, title)}
          onRemove={remove}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

interface MenuItemProps {
  icon: 'edit' | 'save' | 'bin';
  label: string;
  onClick(): void;
}

function MenuItem({ icon, label, onClick }: MenuItemProps) {
  return (
    <button type="button" class="button quiet" onClick={onClick}>
      <Icon name={icon} />
      {label}
    </button>
  );
}
