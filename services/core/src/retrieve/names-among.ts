/**
 * Those of a question's words that name something, by a digit or a capital letter. One that a sentence begins with
 * has its capital from there, and where all are capitals they tell nothing.
 */
export function namesAmong(words: readonly string[], question: string): string[] {
  const hasSmall = /\p{Ll}/u.test(question);
  const insides = question.split(/(?<=[.!?:])\s+/).map(withoutFirst);
  return words.filter((word) => {
    if (/\d/.test(word)) return true;
    if (!hasSmall || !/\p{Lu}/u.test(word)) return false;
    return /.\p{Lu}/u.test(word) || insides.some((inside) => inside.includes(word));
  });
}

function withoutFirst(sentence: string): string {
  return sentence.replace(/^[^\p{L}\p{N}]*[\p{L}\p{N}]+/u, '');
}
