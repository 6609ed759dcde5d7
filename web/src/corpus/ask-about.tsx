import { useLocation } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import { useAsk } from '../ask/ask-context.ts';
import { texts } from '../i18n/language.ts';
import { Icon } from '../shell/icon.tsx';

/** The way to a question that only this document may answer. */
export function AskAbout({ document }: { document: Schemas['Document'] }) {
  const { settings } = useAsk();
  const [, navigate] = useLocation();
  const { collection, source, path } = document;
  return (
    <button
      type="button"
      class="button primary"
      onClick={() => {
        settings.value = {
          ...settings.value,
          collection,
          filter: { source: [source], path: [path] },
        };
        navigate('/');
      }}
    >
      <Icon name="ask" />
      {texts.value.corpus.askAbout}
    </button>
  );
}
