const segmenter = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** Marks of passages at the beginning of what follows a full stop belong to the sentence before. */
const LEADING_MARKS = /^(?:\s*\[\d{1,3}\])+/;
const MARK = /\[\d{1,3}\]/;
/** Fewer words are a name, a number or a "Yes", and claim too little to be marked. */
const LEAST_WORDS = 3;

/**
 * Where in a paragraph sentences claim something without naming a passage: `[start, end)`. Questions and
 * the lead of a list claim nothing.
 */
export function unsupportedRanges(text: string): [number, number][] {
  const sentences: { start: number; end: number; isCited: boolean }[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    const marks = LEADING_MARKS.exec(segment)?.[0] ?? '';
    const before = sentences.at(-1);
    if (marks !== '' && before) before.isCited = true;
    const own = segment.slice(marks.length);
    if (own.trim() === '') continue;
    const start = index + marks.length + (own.length - own.trimStart().length);
    const end = index + segment.trimEnd().length;
    sentences.push({ start, end, isCited: MARK.test(own) || (marks !== '' && !before) });
  }
  return sentences
    .filter(({ start, end, isCited }) => !isCited && isClaim(text.slice(start, end)))
    .map(({ start, end }) => [start, end]);
}

function isClaim(sentence: string): boolean {
  const words = sentence.match(/\p{L}[\p{L}\p{N}’'-]*/gu) ?? [];
  return words.length >= LEAST_WORDS && !/[:?]["'”»)*]*$/.test(sentence);
}
