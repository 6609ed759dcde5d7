import { Link } from 'wouter-preact';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { listAddress } from './corpus-address.ts';

interface Props {
  collections: readonly Schemas['Collection'][];
  /** Name of the one that is shown. */
  open: string | null;
}

/** The collections with what is in them; the open one is shown below. */
export function CollectionChooser({ collections, open }: Props) {
  const { corpus } = texts.value;
  return (
    <nav class="collections" aria-label={corpus.collections}>
      <ul>
        {collections.map((collection) => (
          <li key={collection.name}>
            <Link
              href={listAddress(collection.name)}
              class="collection"
              aria-current={collection.name === open ? 'true' : undefined}
            >
              <strong>{collection.name}</strong>
              <span class="fact-line">
                <span>{corpus.documents(collection.documents)}</span>
                <span>{corpus.chunks(collection.chunks)}</span>
                <span title={corpus.modeTips[collection.mode]}>
                  {corpus.modes[collection.mode]}
                </span>
              </span>
              {collection.warning !== null && (
                <span class="warning">{visible(collection.warning)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
