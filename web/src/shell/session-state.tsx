import { useContext, useRef } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { Command } from './command.tsx';
import { SessionContext } from './session-context.ts';
import { useDismiss } from './use-dismiss.ts';

/** Whether this browser may change things; where not, how it gets there. */
export function SessionState() {
  const { signedIn } = useContext(SessionContext);
  const { shell } = texts.value;
  const card = useRef<HTMLDetailsElement>(null);
  useDismiss(card);
  if (signedIn.value === null) return <span class="session" />;
  if (signedIn.value)
    return (
      <span class="session signed-in">
        <span class="dot" aria-hidden="true" />
        <span class="word">{shell.signedIn}</span>
      </span>
    );
  return (
    <details class="session" ref={card}>
      <summary>
        <span class="dot" aria-hidden="true" />
        <span class="word">{shell.readOnly}</span>
      </summary>
      <div class="hint-card">
        <p>{shell.readOnlyWhy}</p>
        <Command text="gecko open" />
      </div>
    </details>
  );
}
