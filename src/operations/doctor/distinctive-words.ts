/** As many as a question has, at most. */
const MOST = 8;
/** Characters of the text that are looked at: one or two chunks. */
const LOOKED_AT = 1_500;

/**
 * Words that tell a text from others, in the order of the text: the longest of its beginning. The same
 * text always gives the same.
 */
export function distinctiveWords(text: string): string[] {
  const words = [...new Set(text.slice(0, LOOKED_AT).match(/\p{L}{3,}/gu) ?? [])];
  const longest = words
    .map((word, place) => ({ word, place }))
    .toSorted((a, b) => b.word.length - a.word.length || a.place - b.place)
    .slice(0, MOST);
  return longest.toSorted((a, b) => a.place - b.place).map(({ word }) => word);
}
