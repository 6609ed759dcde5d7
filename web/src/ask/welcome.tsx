import { texts } from '../i18n/language.ts';
import { useAsk } from './ask-context.ts';
import { Readiness } from './readiness.tsx';

/** Before the first question: what this is, and what is not as good as it could be. */
export function Welcome() {
  const { settings } = useAsk();
  const { ask } = texts.value;
  return (
    <div class="welcome">
      <h1>{ask.welcome}</h1>
      <p class="soft lead">{ask.welcomeText}</p>
      <Readiness backend={settings.value.backend} />
    </div>
  );
}
