import { useEffect } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { Loading } from '../states/loading.tsx';
import { visible } from '../text/visible.ts';
import { useAsk } from './ask-context.ts';
import { ConversationMenu } from './conversation-menu.tsx';
import { withoutFilter } from './kept-settings.ts';

interface Props {
  /** Called when one was chosen: a drawer then closes. */
  onChosen(): void;
}

/** The conversations of this browser, newest first. */
export function ConversationList({ onChosen }: Props) {
  const { library, asking, settings } = useAsk();
  const { ask } = texts.value;
  const list = library.list.value;
  const open = asking.current.value?.id;
  useEffect(() => {
    void library.refresh();
  }, [library]);
  const onNew = () => {
    settings.value = withoutFilter(settings.value);
    onChosen();
  };
  return (
    <nav class="conversations" aria-label={ask.conversations}>
      <Link href="/" class="button new" onClick={onNew}>
        <Icon name="plus" />
        {ask.newConversation}
      </Link>
      {library.problem.value !== null && <p class="note">{ask.notKept}</p>}
      {list === null && <Loading lines={5} />}
      {list?.length === 0 && library.problem.value === null && (
        <p class="soft empty">{ask.noConversations}</p>
      )}
      <ul>
        {list?.map((summary) => (
          <li key={summary.id} data-open={summary.id === open}>
            <Link
              href={`/c/${summary.id}`}
              title={visible(summary.title)}
              aria-current={summary.id === open ? 'true' : undefined}
              onClick={onChosen}
            >
              {visible(summary.title)}
            </Link>
            <ConversationMenu summary={summary} />
          </li>
        ))}
      </ul>
    </nav>
  );
}
