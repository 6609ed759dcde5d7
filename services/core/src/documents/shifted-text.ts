/** Text above or below the line. */
export interface ShiftedText {
  mark: '^' | '_';
  /** Whether it stands at a digit, which it would join. */
  isAfterDigit: boolean;
  /** Whether it is a link to a note. */
  isNote: boolean;
  text: string;
}

/** Numbers and unknowns, unlike the letters of `1st`, `2.º` or `20°`. */
const POWER = /\p{N}|(?<!\p{L})[b-df-np-z](?!\p{L})/iu;

/** As it is written in one line: `10^15`, `2^(n+1)`, `1011_2`, `1998 [2]`; `H2O` and `1st` as they are. */
export function shiftedText({ mark, isAfterDigit, isNote, text }: ShiftedText): string {
  const bare = text.trim();
  if (isNote && bare) return ` ${bare.startsWith('[') ? bare : `[${bare}]`}`;
  if (!isAfterDigit || !POWER.test(bare)) return text;
  return `${mark}${/^([-+−–]?[\p{L}\p{N}.]+|\(.*\))$/u.test(bare) ? bare : `(${bare})`}`;
}
