import { memo } from 'preact/compat';
import { useCallback } from 'preact/hooks';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { texts } from '../i18n/language.ts';
import { CopyButton } from '../shell/copy-button.tsx';
import { Icon } from '../shell/icon.tsx';
import { Failure } from '../states/failure.tsx';
import { visible } from '../text/visible.ts';
import { AnalysisDetails } from './analysis-details.tsx';
import { AnswerText } from './answer-text.tsx';
import { CitationButton } from './citation-button.tsx';
import { citedIn } from './cited-in.ts';
import type { Turn } from './conversation.ts';
import { NoAnswer } from './no-answer.tsx';
import { PassageList } from './passage-list.tsx';
import { TurnFacts } from './turn-facts.tsx';

interface Props {
  turn: Turn;
  /** It is asked again, and nothing has come yet: what is shown is the answer before. */
  isAskedAgain: boolean;
  onOpen(passage: Schemas['Citation'], turn: Turn): void;
  /** Null while another conversation is being answered. */
  onRetry: ((turn: string) => void) | null;
}

/** A question and its answer, from the first word to the last. */
export const TurnView = memo(function TurnView({ turn, isAskedAgain, onOpen, onRetry }: Props) {
  const { ask } = texts.value;
  const { status, answer, citations, done, analysis, question } = turn;
  const isWritten = status === 'streaming';
  const isBusy = isWritten || isAskedAgain;
  const open = (passage: Schemas['Citation']) => onOpen(passage, turn);
  // Made anew with the passages alone, not with each word.
  const cite = useCallback(
    (n: number) => {
      const citation = citations.find((one) => one.n === n);
      return citation ? <CitationButton citation={citation} onOpen={open} /> : null;
    },
    [citations, onOpen],
  );
  const sources = isWritten || done?.abstained ? [] : done ? citations : citedIn(answer, citations);
  const isModel = done !== null && done.generator.kind !== 'extractive' && !done.abstained;
  return (
    <article class="turn" aria-busy={isBusy}>
      <h2 class="asked">{visible(question)}</h2>
      {(isAskedAgain || (isWritten && answer === '')) && (
        <p class="waiting">
          <span class="pulse" aria-hidden="true" />
          {isWritten && citations.length > 0 ? ask.writing : ask.searching}
        </p>
      )}
      {done?.abstained ? (
        <NoAnswer text={answer} nearest={turn.nearest} onOpen={open} />
      ) : (
        <AnswerText text={answer} marksUnsupported={isModel} cite={cite} />
      )}
      {isModel && <p class="legend">{ask.legend}</p>}
      {status === 'stopped' && !isAskedAgain && <p class="note">{ask.stopped}</p>}
      {turn.error && !isAskedAgain && (
        <Failure
          error={errorOf(turn.error)}
          onRetry={onRetry ? () => onRetry(turn.id) : undefined}
        />
      )}
      {done?.truncated && <p class="note">{ask.truncated}</p>}
      {done !== null && done.omitted > 0 && <p class="note">{ask.omitted(done.omitted)}</p>}
      {sources.length > 0 && (
        <section class="sources">
          <h3>{ask.sources}</h3>
          <PassageList passages={sources} onOpen={open} />
        </section>
      )}
      {!isWritten && (
        <footer class="turn-end">
          {analysis && <AnalysisDetails analysis={analysis} understood={done?.understood} />}
          {done && <TurnFacts done={done} />}
          <div class="turn-actions">
            {onRetry && !turn.error && !isAskedAgain && (
              <button type="button" class="button quiet" onClick={() => onRetry(turn.id)}>
                <Icon name="retry" />
                {ask.retry}
              </button>
            )}
            {answer !== '' && (
              <CopyButton
                text={visible(answer)}
                label={ask.copyAnswer}
                name={ask.copyAnswerTo(visible(question))}
              />
            )}
          </div>
        </footer>
      )}
    </article>
  );
});

function errorOf({ code, message, hint }: NonNullable<Turn['error']>): ServiceError {
  return new ServiceError(code, message, { hint: hint ?? undefined });
}
