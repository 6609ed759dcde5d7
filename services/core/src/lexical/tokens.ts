const WORD = String.raw`[\p{L}\p{N}\p{M}]+(?:['’]\p{L}+)*`;
const TOKEN = new RegExp(String.raw`${WORD}(?:[._-]+${WORD})*(?:\+\+|#(?![\p{L}\p{N}]))?`, 'gu');

/** Scripts written without spaces between words, and Hangul, whose particles cling to the word. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]+/gu;

/**
 * The tokens of a text in order: words, numbers and identifiers, an identifier in one piece
 * (`OLLAMA_HOST`, `all-MiniLM-L6-v2`, `gecko.yaml`); `/`, `:`, `@` and `=` part tokens. The text is
 * NFKC; invisible format characters inside words (soft hyphen, zero-width space) are left out.
 */
export function tokens(text: string): string[] {
  return (
    text
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .match(TOKEN) ?? []
  );
}

/**
 * What a token is made of, without the token itself: `corpus_gecko3` → corpus, gecko3, gecko;
 * `all-MiniLM-L6-v2` → all, MiniLM, Mini, LM, L6, v2; an unspaced script → its bigrams. Pieces of
 * one character are noise and left out.
 */
export function parts(token: string): string[] {
  if (/^[a-z]+$/.test(token)) return [];
  const found = new Set<string>();
  for (const piece of token.split(/[._\-+#]+/)) {
    for (const part of [piece, ...humps(piece), ...bigrams(piece)]) {
      if (part.length > 1 && part !== token) found.add(part);
    }
  }
  return [...found];
}

/** `camelCase` → camel, Case; `getHTTPServer` → get, HTTP, Server; `sha256` → sha, 256. */
function humps(piece: string): string[] {
  const split = piece.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+/gu) ?? [];
  return split.length > 1 ? split : [];
}

function bigrams(piece: string): string[] {
  return [...piece.matchAll(UNSPACED)].flatMap(([run]) => {
    const letters = [...run];
    return letters.slice(1).map((letter, i) => `${letters[i]}${letter}`);
  });
}
