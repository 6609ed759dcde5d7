import { useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { language, texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { useAsk } from './ask-context.ts';
import { AskOptions } from './ask-options.tsx';
import { FilterChips } from './filter-chips.tsx';
import { isComposing } from './is-composing.ts';
import { LONGEST_QUESTION, questionLength } from './question-length.ts';
import { useAskKeys } from './use-ask-keys.ts';

interface Props {
  /** The conversation; null for a new one. */
  id: string | null;
  onAsk(question: string): void;
}

/** Where questions are written. Enter asks; Shift and Enter begin a line. */
export function Composer({ id, onAsk }: Props) {
  const { asking, drafts } = useAsk();
  const { ask } = texts.value;
  const place = id ?? 'new';
  const question = drafts.value[place] ?? '';
  const setQuestion = (text: string) => {
    drafts.value = { ...drafts.value, [place]: text };
  };
  const box = useRef<HTMLTextAreaElement>(null);
  const written = asking.running.value?.conversation;
  const isWritten = written !== undefined && written === id;
  const isElsewhere = written !== undefined && written !== id;
  useAskKeys(box, isWritten);
  const long = questionLength(question);
  const canAsk = question.trim() !== '' && written === undefined && !long?.isTooLong;
  const submit = () => {
    if (!canAsk) return;
    onAsk(question.trim());
    setQuestion('');
    box.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div class="composer-box">
        <label class="offscreen" for="question">
          {ask.question}
        </label>
        <textarea
          id="question"
          ref={box}
          // Where fields do not grow with their text.
          rows={Math.min(8, question.split('\n').length)}
          aria-describedby="question-notes"
          aria-invalid={long?.isTooLong}
          placeholder={ask.placeholder}
          value={question}
          onInput={(event) => setQuestion(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || isComposing(event)) return;
            event.preventDefault();
            submit();
          }}
        />
        <div id="question-notes">
          {isElsewhere && (
            <p class="composer-note">
              {ask.elsewhere} <Link href={`/c/${written}`}>{ask.toElsewhere}</Link>
            </p>
          )}
          {long && (
            <p class="composer-note" data-wrong={long.isTooLong}>
              {lengthText(long)}
            </p>
          )}
        </div>
        <FilterChips onRemoved={() => box.current?.focus()} />
        <div class="composer-row">
          <AskOptions />
          {isWritten ? (
            <button type="button" class="button primary send" onClick={asking.stop}>
              <Icon name="stop" />
              <span>{ask.stop}</span>
            </button>
          ) : (
            <button type="submit" class="button primary send" disabled={!canAsk}>
              <Icon name="send" />
              <span>{ask.send}</span>
            </button>
          )}
        </div>
      </div>
      <p class="keys">
        <span>
          <kbd>{ask.keys.enter}</kbd> {ask.keys.send}
        </span>
        <span>
          <kbd>{ask.keys.shift}</kbd>+<kbd>{ask.keys.enter}</kbd> {ask.keys.line}
        </span>
        <span>
          <kbd>Esc</kbd> {ask.keys.stop}
        </span>
        <span>
          <kbd>/</kbd> {ask.keys.focus}
        </span>
      </p>
    </form>
  );
}

function lengthText({ length, isTooLong }: { length: number; isTooLong: boolean }): string {
  const { ask } = texts.value;
  const number = (n: number) => n.toLocaleString(language.value);
  const most = number(LONGEST_QUESTION);
  return isTooLong
    ? ask.questionTooLong(number(length - LONGEST_QUESTION), most)
    : ask.questionLength(number(length), most);
}
