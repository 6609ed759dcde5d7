import { ServiceError } from '../api/service-error.ts';
import { describeError } from '../i18n/describe-error.ts';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';

/** Why nothing more is sent, and the way on. */
export function UploadHalt({ error, onGoOn }: { error: unknown; onGoOn(): void }) {
  const { corpus } = texts.value;
  const isSignedOut = error instanceof ServiceError && error.code === 'UNAUTHORIZED';
  const { message, hint } = isSignedOut
    ? { message: `${corpus.signedOut}.`, hint: corpus.signedOutHint }
    : describeError(error, texts.value);
  return (
    <div class="failure" role="alert">
      <p>
        <strong>{message}</strong> {corpus.halted}
      </p>
      {hint && <p>{hint}</p>}
      <button type="button" class="button" onClick={onGoOn}>
        <Icon name="retry" />
        {corpus.goOn}
      </button>
    </div>
  );
}
