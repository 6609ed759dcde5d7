import { useContext, useState } from 'preact/hooks';
import { language, texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';
import { SessionContext } from '../shell/session-context.ts';
import { Failure } from '../states/failure.tsx';
import { bytesText } from '../text/bytes-text.ts';
import { visible } from '../text/visible.ts';
import { NeverTold } from './never-told.tsx';
import type { Pull, Pulling } from './pulling.ts';

/** Lets Ollama pull a model, and shows how far it is; without the session, how to get that. */
export function PullForm({ pulling }: { pulling: Pulling }) {
  const { models } = texts.value.system;
  const { signedIn } = useContext(SessionContext);
  const [name, setName] = useState('');
  const pull = pulling.pull.value;
  const isRunning = pull.state === 'running';
  if (!signedIn.value && pull.state === 'none')
    return (
      <div class="pull">
        <h3>{models.pull}</h3>
        {signedIn.value === false && <NeverTold command="gecko open" text={models.pullSignIn} />}
      </div>
    );
  return (
    <div class="pull">
      <h3>{models.pull}</h3>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const model = name.trim();
          if (model !== '') void pulling.start(model);
        }}
      >
        <label>
          <span class="soft">{models.pullName}</span>
          <input
            class="field"
            name="model"
            value={name}
            maxLength={200}
            placeholder="llama3.2:1b"
            autocomplete="off"
            spellcheck={false}
            disabled={isRunning}
            onInput={({ currentTarget }) => setName(currentTarget.value)}
          />
        </label>
        {isRunning ? (
          <button key="stop" type="button" class="button" onClick={pulling.stop}>
            <Icon name="stop" />
            {models.pullStop}
          </button>
        ) : (
          <button key="pull" type="submit" class="button primary" disabled={name.trim() === ''}>
            <Icon name="save" />
            {models.pullAction}
          </button>
        )}
      </form>
      <PullState pull={pull} />
    </div>
  );
}

function PullState({ pull }: { pull: Pull }) {
  const { models } = texts.value.system;
  return (
    <>
      {pull.state === 'running' && <Progress pull={pull} />}
      {pull.state === 'failed' && <Failure error={pull.error} />}
      <p role="status" class={pull.state === 'running' ? 'offscreen' : 'pull-end'}>
        {pull.state === 'running' && models.pulling(visible(pull.model))}
        {pull.state === 'done' && models.pulled(visible(pull.model))}
        {pull.state === 'stopped' && models.stopped(visible(pull.model))}
      </p>
    </>
  );
}

function Progress({ pull }: { pull: Extract<Pull, { state: 'running' }> }) {
  const { models } = texts.value.system;
  const { done = 0, total = 0, status = '' } = pull.progress ?? {};
  const bytes = (value: number) => bytesText(value, language.value);
  return (
    <div class="pull-progress">
      <progress
        aria-label={models.pulling(visible(pull.model))}
        max={total > 0 ? total : 1}
        {...(total > 0 ? { value: done } : {})}
      />
      <p class="soft">
        <span>{models.steps[status] ?? models.bringing}</span>
        <span>{total > 0 ? models.progress(bytes(done), bytes(total)) : ''}</span>
      </p>
    </div>
  );
}
