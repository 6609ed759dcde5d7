/**
 * Sparse vectors whose dot product is BM25, once Qdrant has multiplied by its inverse document frequency
 * (`modifier: idf`, ln(1 + (N − n + 0.5) / (n + 0.5))).
 */
export interface LexVector {
  indices: number[];
  values: number[];
}

/** As LanceDB has them. */
const K1 = 1.2;
const B = 0.75;

/**
 * Terms of an average chunk for each token that a chunk may have: 0.8 as measured on this project's
 * documentation in chunks of 200. Part of what is stored, and so fixed: the real average moves with each
 * document, and vectors already stored would have to be made again.
 */
const TERMS_PER_TOKEN = 0.8;

/**
 * Weight of each term of a chunk: Okapi BM25's term frequency part (Robertson and Zaragoza 2009).
 *
 * @param lex space-separated terms
 * @param chunkTokens longest chunk of the collection, in tokens
 */
export function chunkVector(lex: string, chunkTokens: number): LexVector {
  const terms = lex.split(' ').filter(Boolean);
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  const length = terms.length / (TERMS_PER_TOKEN * chunkTokens);
  const norm = K1 * (1 - B + B * length);
  return toVector([...counts].map(([term, count]) => [term, (count * (K1 + 1)) / (count + norm)]));
}

export function queryVector(terms: readonly string[]): LexVector {
  return toVector([...new Set(terms)].map((term) => [term, 1]));
}

/**
 * Two terms with one index count as one another: of 100,000 terms about one pair does. Their weights are
 * added, because an index may stand only once; what a chunk holds is counted by the terms themselves.
 */
function toVector(weights: [term: string, weight: number][]): LexVector {
  const byIndex = new Map<number, number>();
  for (const [term, weight] of weights) {
    const index = termIndex(term);
    byIndex.set(index, (byIndex.get(index) ?? 0) + weight);
  }
  return { indices: [...byIndex.keys()], values: [...byIndex.values()] };
}

/** 32-bit FNV-1a (Fowler, Noll and Vo) of the UTF-8 bytes. */
export function termIndex(term: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(term)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
