/** A text's first sentence, and what follows it; a full stop within a name or a number ends none. */
export function firstSentence(text: string): [first: string, rest: string] {
  const whole = text.trim();
  const [, first = whole, rest = ''] = /^(.+?[.!?…])\s+(.+)$/s.exec(whole) ?? [];
  return [first, rest];
}
