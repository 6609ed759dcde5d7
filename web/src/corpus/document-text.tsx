import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Schemas } from '../api/schema.d.ts';
import { texts } from '../i18n/language.ts';
import { visible } from '../text/visible.ts';
import { headingParts } from './heading-parts.ts';
import { textPieces } from './text-pieces.ts';

/** UTF-16 units shown at first, and added at a time: a book at once would stall the page. */
const SHOWN = 24_000;

interface Props {
  document: Schemas['DocumentWithText'];
  chunks: readonly Schemas['Chunk'][];
  /** Place of the chunk that is marked. */
  chosen: number | null;
  onChoose(place: number): void;
}

/** The text as it is stored, with its pages and where each chunk begins. */
export function DocumentText({ document, chunks, chosen, onChoose }: Props) {
  const { corpus } = texts.value;
  const { text = '', pageOffsets } = document;
  const [{ from, to }, setPart] = useState({ from: 0, to: Math.min(SHOWN, text.length) });
  const box = useRef<HTMLDivElement>(null);
  const spans = useMemo(() => chunks.map(({ span }) => span), [chunks]);
  const headings = useMemo(() => new Set(chunks.flatMap((chunk) => chunk.headings)), [chunks]);
  const marked = chosen === null ? null : (spans[chosen] ?? null);
  useLayoutEffect(() => {
    if (!marked) return;
    const [start, end] = marked;
    // A chunk that is far away is shown with what is around it.
    if (start < from || end > to)
      setPart({
        from: Math.max(0, start - SHOWN / 4),
        to: Math.min(text.length, end + SHOWN),
      });
  }, [marked, from, to, text]);
  /** The choice that was brought into sight. */
  const shown = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (!marked) shown.current = null;
    // Not before the part that holds it is drawn.
    if (!marked || shown.current === chosen || marked[0] < from || marked[1] > to) return;
    shown.current = chosen;
    box.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }, [marked, chosen, from, to]);
  if (text === '') return <p class="soft">{corpus.noText}</p>;
  const pieces = textPieces({ from, to, pageOffsets, spans, marked });
  return (
    <div class="stored-text" ref={box}>
      {from > 0 && (
        <button
          type="button"
          class="button"
          onClick={() => setPart({ from: Math.max(0, from - SHOWN), to })}
        >
          {corpus.showBefore}
        </button>
      )}
      <div class="pieces">
        {pieces.map(({ start, end, page, chunks: begun, isMarked }) => (
          <span key={start}>
            {page !== null && <span class="page-rule">{corpus.page(page)}</span>}
            {begun.map((place) => (
              <button
                key={place}
                type="button"
                class="chunk-mark"
                aria-label={corpus.chunk(place + 1)}
                aria-pressed={place === chosen}
                onClick={() => onChoose(place)}
              >
                {place + 1}
              </button>
            ))}
            {isMarked ? (
              <mark>
                <Headed text={text.slice(start, end)} headings={headings} />
              </mark>
            ) : (
              <Headed text={text.slice(start, end)} headings={headings} />
            )}
          </span>
        ))}
      </div>
      {to < text.length && (
        <button
          type="button"
          class="button"
          onClick={() => setPart({ from, to: Math.min(text.length, to + SHOWN) })}
        >
          {corpus.showAfter}
        </button>
      )}
    </div>
  );
}

function Headed({ text, headings }: { text: string; headings: ReadonlySet<string> }) {
  return (
    <>
      {headingParts(text, headings).map(({ text: part, isHeading }, i) =>
        // A part is its place.
        isHeading ? <strong key={i}>{visible(part)}</strong> : visible(part),
      )}
    </>
  );
}
