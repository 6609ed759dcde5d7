/** What a full stop shortens, at the end of no sentence. */
const SHORTENED = String.raw`(?<![\p{L}\p{N}])(?:\p{L}|dr|mr|mrs|ms|prof|sr|sra|srta|dra|st|vs|ca|approx|nr|núm|ej|inc)`;

const BETWEEN_SENTENCES = new RegExp(
  String.raw`(?<=[!?:]["'”’)\]]?|(?<!${SHORTENED})\.["'”’)\]]?)\s+|(?=[¿¡])`,
  'iu',
);

/**
 * Those of a question's words that name something, by a digit or a capital letter. One that a sentence begins with
 * has its capital from there; where all words have one, as in a title, it tells nothing.
 * @param words in Unicode's form NFKC
 */
export function namesAmong(words: readonly string[], question: string): string[] {
  const insides = question.normalize('NFKC').split(BETWEEN_SENTENCES).map(withoutFirst);
  const isMixed = insides.some((inside) => /(?<![\p{L}\p{M}\p{N}'’])\p{Ll}/u.test(inside));
  return words.filter((word) => {
    if (/\d/.test(word)) return true;
    if (!isMixed || !/\p{Lu}/u.test(word)) return false;
    return /.\p{Lu}/u.test(word) || insides.some((inside) => inside.includes(word));
  });
}

function withoutFirst(sentence: string): string {
  return sentence.replace(/^[^\p{L}\p{N}]*[\p{L}\p{M}\p{N}]+/u, '');
}
