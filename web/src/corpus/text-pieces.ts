/** A part of a document's text, and what stands before it. */
export interface TextPiece {
  start: number;
  end: number;
  /** Number of the page that begins here, from 1. */
  page: number | null;
  /** Chunks that begin here, by their places in the list. */
  chunks: readonly number[];
  isMarked: boolean;
}

export interface CutOptions {
  /** The part that is shown; UTF-16 offsets. */
  from: number;
  to: number;
  pageOffsets: readonly number[];
  spans: readonly (readonly [number, number])[];
  /** What is marked, or null. */
  marked: readonly [number, number] | null;
}

/** Cuts a text wherever a page or a chunk begins and a mark begins or ends. Chunks may overlap. */
export function textPieces({ from, to, pageOffsets, spans, marked }: CutOptions): TextPiece[] {
  const isShown = (offset: number) => offset >= from && offset < to;
  const pages = new Map(
    // A page without text begins where the next one does: the last of them is told.
    pageOffsets.map((offset, i) => [offset, i + 1] as const).filter(([offset]) => isShown(offset)),
  );
  const chunks = new Map<number, number[]>();
  spans.forEach(([start], i) => {
    if (isShown(start)) chunks.set(start, [...(chunks.get(start) ?? []), i]);
  });
  const cuts = new Set([
    from,
    ...pages.keys(),
    ...chunks.keys(),
    ...(marked ?? []).filter(isShown),
  ]);
  const starts = [...cuts].sort((a, b) => a - b);
  return starts.map((start, i) => ({
    start,
    end: starts[i + 1] ?? to,
    page: pages.get(start) ?? null,
    chunks: chunks.get(start) ?? [],
    isMarked: marked !== null && start >= marked[0] && start < marked[1],
  }));
}
