/** Longest question that a backend takes, in UTF-16 units. */
export const LONGEST_QUESTION = 10_000;
/** From here on the length is shown. */
const NEAR = 0.9 * LONGEST_QUESTION;

/** How long a question is as it is sent, where that matters; null where it is far from the limit. */
export function questionLength(question: string): { length: number; isTooLong: boolean } | null {
  const { length } = question.trim();
  return length < NEAR ? null : { length, isTooLong: length > LONGEST_QUESTION };
}
