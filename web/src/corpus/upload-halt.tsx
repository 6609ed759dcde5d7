import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { describeHalt } from './describe-halt.ts';

/** Why nothing more is sent, and the way on. */
export function UploadHalt({ error, onGoOn }: { error: unknown; onGoOn(): void }) {
  const { corpus } = texts.value;
  const { message, hint } = describeHalt(error, texts.value);
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
