const REACH = 200;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const sentences = new Intl.Segmenter('en', { granularity: 'sentence' });

/** ICU's cost grows with its input: longer paragraphs go through it in parts. */
const WINDOW = 8_000;

export interface Range {
  start: number;
  end: number;
}

/** Where a text may be cut at or shortly before `near`: after white space, else between graphemes. */
export function boundary(text: string, start: number, near: number): number {
  const from = Math.max(start, near - REACH);
  const space = text.slice(from, near).search(/\s\S*$/);
  if (space >= 0 && from + space + 1 > start) return from + space + 1;
  const aligned = isLowSurrogate(text, from) ? from + 1 : from;
  const around = text.slice(aligned, near + REACH);
  const grapheme = aligned + (graphemes.segment(around).containing(near - aligned)?.index ?? 0);
  if (grapheme > start) return grapheme;
  return isLowSurrogate(text, near) ? near + 1 : near;
}

function isLowSurrogate(text: string, at: number): boolean {
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/** Sentences by Unicode's rules; a single line break inside a paragraph ends none. */
export function* sentenceRanges(text: string, range: Range): Generator<Range> {
  for (const { start, end } of windows(text, range)) {
    const joined = text.slice(start, end).replaceAll('\n', ' ');
    for (const { index, segment } of sentences.segment(joined)) {
      yield { start: start + index, end: start + index + segment.length };
    }
  }
}

function* windows(text: string, { start, end }: Range): Generator<Range> {
  let from = start;
  while (end - from > WINDOW) {
    const to = boundary(text, from, from + WINDOW);
    yield { start: from, end: to };
    from = to;
  }
  yield { start: from, end };
}

/** Lines, each with its line break. */
export function* lineRanges(text: string, { start, end }: Range): Generator<Range> {
  let from = start;
  while (from < end) {
    const next = text.indexOf('\n', from);
    const to = next < 0 || next >= end ? end : next + 1;
    yield { start: from, end: to };
    from = to;
  }
}
