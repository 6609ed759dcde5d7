/** `10,000`, `10.000`, `10 000` and `10'000`, but not `3.50`. */
const THOUSANDS = /(?<![\p{L}\p{N}.,])\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?![\p{L}\p{N}])/gu;

/** `B-12` and `4711-B`. */
const JOINTS = /(?<=\p{L})[-_](?=\p{N})|(?<=\p{N})[-_](?=\p{L})/gu;

/** A text with its numbers and identifiers as people write them who leave out what only parts them: 10000, B12. */
export function plainNumbers(text: string): string {
  return text.replace(THOUSANDS, (number) => number.replace(/\P{N}/gu, '')).replace(JOINTS, '');
}
