import { useContext, useLayoutEffect, useRef } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { documentAddress } from './corpus-address.ts';
import { CorpusContext } from './corpus-context.ts';
import type { ListedDocument } from './listed-document.ts';

/** Leads from the list to a document, and takes the focus where that is come back from. */
export function RowLink({ listed: { document: of, title } }: { listed: ListedDocument }) {
  const { opened } = useContext(CorpusContext);
  const link = useRef<HTMLAnchorElement>(null);
  const { id, collection } = of;
  const href = documentAddress(id, collection);
  useLayoutEffect(() => {
    if (opened.peek() !== id) return;
    opened.value = null;
    const { activeElement } = document;
    // Not from where somebody has gone meanwhile.
    if (activeElement === document.body || activeElement?.matches('h1'))
      link.current?.focus({ preventScroll: true });
  }, [opened, id]);
  return (
    // A Link passes no ref on.
    <Link href={href} asChild>
      <a ref={link} href={href} class="row-link" title={title}>
        {title}
      </a>
    </Link>
  );
}
