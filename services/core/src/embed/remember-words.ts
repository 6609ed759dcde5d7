import type { Embedder } from './port.ts';

/** Words whose vectors are kept: 15 MB of 384 floats each. */
const MOST_WORDS = 10_000;

/** Embeds the words that are new and keeps their vectors; those used longest ago go first. */
export function rememberWords(
  embed: Embedder['embedTexts'],
  most = MOST_WORDS,
): Embedder['embedWords'] {
  const known = new Map<string, Float32Array>();

  return async (words, signal) => {
    const found = new Map<string, Float32Array>();
    for (const word of new Set(words)) {
      const vector = known.get(word);
      if (vector) found.set(word, vector);
    }
    const fresh = [...new Set(words)].filter((word) => !found.has(word));
    const vectors = await embed(fresh, signal);
    fresh.forEach((word, i) => {
      const vector = vectors[i];
      if (vector) found.set(word, vector);
    });
    // Put at the end anew, so that the order of the map is that of use.
    for (const [word, vector] of found) {
      known.delete(word);
      known.set(word, vector);
    }
    for (const word of known.keys()) {
      if (known.size <= most) break;
      known.delete(word);
    }
    return words.map((word) => found.get(word) ?? new Float32Array());
  };
}
