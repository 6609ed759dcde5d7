import { useContext } from 'preact/hooks';
import { language, texts } from '../i18n/language.ts';
import { bytesText } from '../text/bytes-text.ts';
import { CorpusContext } from './corpus-context.ts';
import { dateText } from './date-text.ts';
import { languageText } from './language-text.ts';
import { type Column, columns } from './list-choice.ts';
import type { ListedDocument } from './listed-document.ts';
import { RowLink } from './row-link.tsx';
import { SelectAll, SelectBox } from './select-box.tsx';
import { typeText } from './type-text.ts';
import type { Choosing } from './use-selection.ts';
import { useWindow } from './use-window.ts';

/** Height of a row, as list.css has it. */
const ROW = 2.75;

interface Props {
  documents: readonly ListedDocument[];
  /** Null where nothing can be done to what is chosen. */
  choosing: Choosing | null;
}

/** A table of which only the rows in sight are drawn. */
export function DocumentTable({ documents, choosing }: Props) {
  const { corpus } = texts.value;
  const { box, from, to, before, after } = useWindow<HTMLTableSectionElement>(
    documents.length,
    ROW,
  );
  return (
    <table class="table" aria-rowcount={documents.length + 1}>
      <caption class="offscreen">{corpus.list}</caption>
      <thead>
        <tr aria-rowindex={1}>
          {choosing && (
            <td class="select">
              <SelectAll choosing={choosing} count={documents.length} />
            </td>
          )}
          {columns.map((column) => (
            <Head key={column} column={column} />
          ))}
        </tr>
      </thead>
      <tbody ref={box} style={{ '--before': `${before}px`, '--after': `${after}px` }}>
        {documents.slice(from, to).map((listed, i) => (
          <Row key={listed.document.id} listed={listed} index={from + i + 2} choosing={choosing} />
        ))}
      </tbody>
    </table>
  );
}

function Head({ column }: { column: Column }) {
  const { choice } = useContext(CorpusContext);
  const { corpus } = texts.value;
  const { value } = choice;
  const isSorted = value.column === column;
  const order = !isSorted ? undefined : value.isDescending ? 'descending' : 'ascending';
  return (
    <th class={column} scope="col" aria-sort={order}>
      <button
        type="button"
        class="head-button"
        onClick={() => {
          const isDescending = isSorted && !value.isDescending;
          choice.value = { ...choice.value, column, isDescending };
        }}
      >
        {corpus.columns[column]}
        <span class="arrow" aria-hidden="true">
          {isSorted ? (value.isDescending ? '↓' : '↑') : ''}
        </span>
      </button>
    </th>
  );
}

function Row({
  listed,
  index,
  choosing,
}: {
  listed: ListedDocument;
  index: number;
  choosing: Choosing | null;
}) {
  const all = texts.value;
  const { document, place } = listed;
  const { mediaType, chunks, bytes, ingestedAt } = document;
  return (
    <tr aria-rowindex={index}>
      {choosing && (
        <td class="select">
          <SelectBox listed={listed} choosing={choosing} />
        </td>
      )}
      <td class="title">
        <RowLink listed={listed} />
      </td>
      <td class="place" title={place}>
        {place}
      </td>
      <td class="type">{typeText(mediaType, all)}</td>
      <td class="language">{languageText(document.language, all)}</td>
      <td class="chunks">{chunks.toLocaleString(language.value)}</td>
      <td class="size">{bytesText(bytes, language.value)}</td>
      <td class="ingested">{dateText(ingestedAt, language.value)}</td>
    </tr>
  );
}
