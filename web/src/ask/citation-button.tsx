import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';

interface Props {
  citation: Schemas['Citation'];
  onOpen(citation: Schemas['Citation']): void;
}

/** `[n]` in an answer. */
export function CitationButton({ citation, onOpen }: Props) {
  const title = visible(citation.title);
  return (
    <button
      type="button"
      class="cite"
      aria-label={texts.value.ask.source(citation.n, title)}
      title={title}
      onClick={() => onOpen(citation)}
    >
      {citation.n}
    </button>
  );
}
