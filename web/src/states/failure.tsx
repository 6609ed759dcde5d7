import { describeError } from '../i18n/describe-error.ts';
import { texts } from '../i18n/language.ts';
import { Command } from '../shell/command.tsx';
import { Icon } from '../shell/icon.tsx';

interface Props {
  error: unknown;
  /** Absent where trying again would change nothing. */
  onRetry?: (() => void) | undefined;
}

/** A hint that is nothing but something to run. */
const isCommand = /^gecko [a-z]+( [\w./-]+)?$/;

/** What went wrong, what mends it, and the way to try again. */
export function Failure({ error, onRetry }: Props) {
  const { message, hint, code } = describeError(error, texts.value);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{message}</strong>
        {code && <code class="code">{code}</code>}
      </p>
      {hint && (isCommand.test(hint) ? <Command text={hint} /> : <p>{hint}</p>)}
      {onRetry && (
        <button type="button" class="button" onClick={onRetry}>
          <Icon name="retry" />
          {texts.value.shell.retry}
        </button>
      )}
    </div>
  );
}
