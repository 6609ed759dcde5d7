/** `10,000`, `10.000`, `10 000` and `10'000`, but not `3.50`. */
const THOUSANDS = /(?<![\p{L}\p{N}.,])\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?![\p{L}\p{N}])/gu;

/** `3,5`, but not `1,2,3`. */
const DECIMAL = /(?<![\p{L}\p{N}.,])(\d+),(\d{1,2})(?![\p{L}\p{N}]|[.,]\d)/gu;

/** `B-12` and `4711-B`. */
const JOINTS = /(?<=\p{L})[-_](?=\p{N})|(?<=\p{N})[-_](?=\p{L})/gu;

/** A text with its numbers as a machine writes them: 10000, 3.5. */
export function plainNumbers(text: string): string {
  return text
    .replace(THOUSANDS, (number) => number.replace(/\P{N}/gu, ''))
    .replace(DECIMAL, '$1.$2');
}

/** The same, and its identifiers without what only parts them: B12. */
export function plainIdentifiers(text: string): string {
  return plainNumbers(text).replace(JOINTS, '');
}
