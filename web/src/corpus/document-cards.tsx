import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { dateText } from './date-text.ts';
import { languageText } from './language-text.ts';
import type { ListedDocument } from './listed-document.ts';
import { RowLink } from './row-link.tsx';
import { SelectBox } from './select-box.tsx';
import { typeText } from './type-text.ts';
import type { Choosing } from './use-selection.ts';
import { useWindow } from './use-window.ts';

/** Height of a card with the gap below it, as list.css has it. */
const CARD = 6;

interface Props {
  documents: readonly ListedDocument[];
  /** Null where nothing can be done to what is chosen. */
  choosing: Choosing | null;
}

/** The documents where there is no room for a table; only the cards in sight are drawn. */
export function DocumentCards({ documents, choosing }: Props) {
  const { corpus } = texts.value;
  const { box, from, to, before, after } = useWindow<HTMLUListElement>(documents.length, CARD);
  return (
    <ul
      ref={box}
      class="cards"
      aria-label={corpus.list}
      style={{ paddingTop: before, paddingBottom: after }}
    >
      {documents.slice(from, to).map((listed, i) => (
        <Card
          key={listed.document.id}
          listed={listed}
          index={from + i + 1}
          total={documents.length}
          choosing={choosing}
        />
      ))}
    </ul>
  );
}

interface CardProps {
  listed: ListedDocument;
  index: number;
  total: number;
  choosing: Choosing | null;
}

function Card({ listed, index, total, choosing }: CardProps) {
  const { document, place } = listed;
  const all = texts.value;
  const { mediaType, bytes, ingestedAt } = document;
  const facts = [
    typeText(mediaType, all),
    ...(document.language ? [languageText(document.language, all)] : []),
    bytesText(bytes, language.value),
    dateText(ingestedAt, language.value),
  ];
  return (
    <li class="card" aria-posinset={index} aria-setsize={total}>
      <RowLink listed={listed} />
      <p class="place">{place}</p>
      <p class="fact-line">
        {facts.map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </p>
      {choosing && <SelectBox listed={listed} choosing={choosing} />}
    </li>
  );
}
