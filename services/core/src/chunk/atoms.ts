import type { Block } from '../documents/port.ts';
import { boundary, lineRanges, type Range, sentenceRanges } from './boundaries.ts';

/** The smallest piece that the packer moves: a sentence, a line, or a part of an over-long one. */
export interface Atom extends Range {
  tokens: number;
  block: Block;
}

/** No piece longer than this is handed to the tokenizer. */
const LONGEST_PIECE = 2_000;

/**
 * Parts of a block, in order, together covering all of it but white space, each of at most `most`
 * tokens.
 */
export function* atoms(
  text: string,
  block: Block,
  most: number,
  count: (piece: string) => number,
): Generator<Atom> {
  const byLine = block.kind !== 'paragraph' && block.kind !== 'heading';
  const ranges = byLine ? lineRanges(text, block) : sentenceRanges(text, block);
  for (const range of ranges) {
    for (const piece of pieces(text, range, most, count)) yield { ...piece, block };
  }
}

function* pieces(
  text: string,
  { start, end }: Range,
  most: number,
  count: (piece: string) => number,
): Generator<Range & { tokens: number }> {
  let from = start;
  while (end - from > LONGEST_PIECE) {
    const cut = boundary(text, from, from + LONGEST_PIECE);
    yield* halves(text, { start: from, end: cut }, most, count);
    from = cut;
  }
  yield* halves(text, { start: from, end }, most, count);
}

function* halves(
  text: string,
  { start, end }: Range,
  most: number,
  count: (piece: string) => number,
): Generator<Range & { tokens: number }> {
  const piece = text.slice(start, end);
  if (piece.trim() === '') return;
  const tokens = count(piece);
  const cut = boundary(text, start, start + Math.ceil(piece.length / 2));
  if (tokens <= most || cut >= end) {
    yield { start, end, tokens };
    return;
  }
  yield* halves(text, { start, end: cut }, most, count);
  yield* halves(text, { start: cut, end }, most, count);
}
