/** Characters that change what a reader sees without being seen; joiners and variation selectors are left alone, scripts and emoji need them. */
const KINDS: Record<string, RegExp> = {
  'bidirectional controls': /[\u202a-\u202e\u2066-\u2069]/,
  'zero-width characters': /[\u200b\u2060\ufeff]/,
  'tag characters': /[\u{e0020}-\u{e007f}]/u,
};

/** Kinds of invisible characters in a text. They stay in it, since spans and quotes must be exact. */
export function hiddenCharacters(text: string): string[] {
  return Object.entries(KINDS)
    .filter(([, pattern]) => pattern.test(text))
    .map(([kind]) => kind);
}
