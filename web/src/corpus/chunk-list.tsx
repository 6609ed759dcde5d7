import { useState } from 'preact/hooks';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { withoutHeadingMarks } from '../text/without-heading-marks.ts';

/** Chunks at first, and added at a time. */
const SHOWN = 200;
/** UTF-16 units of a chunk that are read here; the text beside has all of it. */
const BEGINNING = 160;

interface Props {
  /** Of the document. */
  title: string;
  chunks: readonly Schemas['Chunk'][];
  chosen: number | null;
  onChoose(place: number): void;
}

/** The chunks with their headings and places; one that is chosen is marked in the text. */
export function ChunkList({ title, chunks, chosen, onChoose }: Props) {
  const { corpus } = texts.value;
  const [most, setMost] = useState(SHOWN);
  return (
    <>
      <p class="soft">{corpus.chunksText}</p>
      <ol class="chunk-list">
        {chunks.slice(0, most).map(({ id, headings, page, line, text }, place) => (
          <li key={id}>
            <button
              type="button"
              class="chunk"
              aria-pressed={place === chosen}
              onClick={() => onChoose(place)}
            >
              <span class="chunk-place">
                <strong>{corpus.chunk(place + 1)}</strong>
                {page !== null && <span>{corpus.page(page)}</span>}
                {page === null && line !== null && <span>{corpus.line(line)}</span>}
              </span>
              {pathOf(headings, title) !== '' && (
                <span class="chunk-headings">{pathOf(headings, title)}</span>
              )}
              <span class="chunk-text">
                {withoutHeadingMarks(visible(text.slice(0, BEGINNING)))}
              </span>
            </button>
          </li>
        ))}
      </ol>
      {chunks.length > most && (
        <button type="button" class="button" onClick={() => setMost(most + SHOWN)}>
          {corpus.moreChunks}
        </button>
      )}
    </>
  );
}

/** The headings above a chunk, without the document's title, which stands on top of the page. */
function pathOf(headings: readonly string[], title: string): string {
  const below = headings[0] === title ? headings.slice(1) : headings;
  return below.map(visible).join(' › ');
}
