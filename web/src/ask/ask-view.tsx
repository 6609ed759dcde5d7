import { useCallback } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { usePageTitle } from '../shell/page-title.ts';
import { Empty } from '../states/empty.tsx';
import { Loading } from '../states/loading.tsx';
import { useAsk } from './ask-context.ts';
import { Composer } from './composer.tsx';
import type { Turn } from './conversation.ts';
import { ConversationList } from './conversation-list.tsx';
import { withoutFilter } from './kept-settings.ts';
import { toQuery } from './passage-address.ts';
import { PassagePanel } from './passage-panel.tsx';
import { TurnView } from './turn-view.tsx';
import { useAnnouncement } from './use-announcement.ts';
import { useConversation } from './use-conversation.ts';
import { useDrawer } from './use-drawer.ts';
import { useFollowEnd } from './use-follow-end.ts';
import { usePassage } from './use-passage.ts';
import { Welcome } from './welcome.tsx';
import './ask.css';
import './composer.css';
import './turn.css';
import './panel.css';
import './conversations.css';

const none: readonly Turn[] = [];

/** Questions and answers: `/` for a new conversation, `/c/ID` for one that this browser keeps. */
export function AskView({ id }: { id: string | null }) {
  const { asking, settings } = useAsk();
  const { ask } = texts.value;
  const [, navigate] = useLocation();
  const { address, onOpen, onClose } = usePassage();
  const isThere = useConversation(id);
  const [isListShown, setListShown] = useDrawer();
  const conversation = asking.current.value;
  const turns = conversation?.turns ?? none;
  const last = turns.at(-1);
  const running = asking.running.value;
  const awaited = running?.isAwaited ? running.turn : null;
  const said = useAnnouncement(turns, awaited);
  usePageTitle(conversation?.title ?? ask.title);
  const isHere = running?.conversation === conversation?.id;
  const follow = useFollowEnd(last, running !== null && isHere);

  const onAsk = (question: string) => {
    follow();
    void asking.ask(question, settings.value);
    settings.value = withoutFilter(settings.value);
    const opened = asking.current.value?.id;
    if (opened !== undefined && opened !== id) navigate(`/c/${opened}`);
  };
  const onRetry = useCallback((turn: string) => void asking.retry(turn), [asking]);
  const citation = address && citationAt(turns, address.document, address.span);
  return (
    <div class="ask" data-panel={address !== null} data-list={isListShown}>
      <button
        type="button"
        class="scrim"
        aria-label={texts.value.shell.close}
        tabIndex={-1}
        onClick={() => setListShown(false)}
      />
      <ConversationList onChosen={() => setListShown(false)} />
      <div class="talk">
        <button
          type="button"
          class="button quiet list-toggle"
          aria-expanded={isListShown}
          onClick={() => setListShown(!isListShown)}
        >
          <Icon name="list" />
          {ask.conversations}
        </button>
        {isThere === null && <Loading lines={8} />}
        {isThere === false && (
          <Empty icon="ask" title={ask.missingTitle} isPage>
            <p>{ask.missingText}</p>
          </Empty>
        )}
        {isThere && turns.length === 0 && <Welcome />}
        {turns.length > 0 && <h1 class="offscreen">{conversation?.title}</h1>}
        {turns.map((turn) => (
          <TurnView
            key={turn.id}
            turn={turn}
            isAskedAgain={turn.id === awaited}
            onOpen={onOpen}
            onRetry={running === null || isHere ? onRetry : null}
          />
        ))}
        <p class="offscreen" role="status">
          {said}
        </p>
        <Composer id={id} onAsk={onAsk} />
      </div>
      {address && (
        <PassagePanel
          key={toQuery(address)}
          address={address}
          citation={citation}
          onClose={onClose}
        />
      )}
    </div>
  );
}

/** A passage as an answer of this conversation has it. */
function citationAt(
  turns: readonly Turn[],
  document: string,
  [start, end]: [number, number],
): Schemas['Citation'] | null {
  const all = turns.flatMap(({ citations, nearest }) => [...citations, ...(nearest ?? [])]);
  return (
    all.find(
      ({ documentId, span }) => documentId === document && span[0] === start && span[1] === end,
    ) ?? null
  );
}
