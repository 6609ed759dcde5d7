import { describeError } from '../i18n/describe-error.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import type { Deletion } from './delete-documents.ts';
import { describeHalt } from './describe-halt.ts';

interface Props {
  outcome: Deletion;
  /** How many were to be deleted. */
  count: number;
}

/** Failures that are listed. */
const LISTED = 20;

/** What is still there of what was to be deleted, and why. */
export function DeletionOutcome({ outcome: { gone, failed, halt }, count }: Props) {
  const { corpus } = texts.value;
  const general = halt === null ? null : describeHalt(halt, texts.value);
  return (
    <div class="deletion" role="alert">
      <p>{corpus.removedOf(gone.size, count)}</p>
      {general && (
        <p class="failure">
          <strong>{visible(general.message)}</strong> {general.hint && visible(general.hint)}
        </p>
      )}
      {failed.length > 0 && (
        <ul class="deletion-failures" aria-label={corpus.notRemoved}>
          {failed.slice(0, LISTED).map(({ document, error }) => {
            const { message, hint } = describeError(error, texts.value);
            return (
              <li key={document.id}>
                <strong>{visible(document.title)}</strong> {visible(message)}{' '}
                {hint && <span class="soft">{visible(hint)}</span>}
              </li>
            );
          })}
          {failed.length > LISTED && <li class="soft">{corpus.andMore(failed.length - LISTED)}</li>}
        </ul>
      )}
      <p class="soft">{corpus.stillSelected}</p>
    </div>
  );
}
