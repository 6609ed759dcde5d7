import { readFile } from 'node:fs/promises';
import { BertTokenizer } from '@xenova/transformers/src/tokenizers.js';

/** Longest input of all-MiniLM-L6-v2 as it was trained, special tokens included. */
export const MAX_TOKENS = 256;

/** Words whose count is kept; a chunker counts the same words again and again. */
const REMEMBERED_WORDS = 50_000;

/** Counts and encodes text as the embedding model sees it. */
export interface Tokenizer {
  /** Recorded in the fingerprint: chunks cut by another counter are other chunks. */
  readonly id: string;
  /** Tokens of a text, special tokens not counted. */
  count(text: string): number;
  /** Token ids with [CLS] and [SEP], cut at 256. Null where there is no vocabulary. */
  encode(text: string): Int32Array | null;
}

/**
 * The model's own tokenizer. The file asks for truncation at 128 and fixed padding; the model was
 * trained for 256, and padding is the batch's business, so neither is taken from the file.
 *
 * @param file path of tokenizer.json
 * @throws when the file cannot be read or is no WordPiece tokenizer
 */
export async function loadTokenizer(file: string): Promise<Tokenizer> {
  const encode = wordPiece(await readFile(file, 'utf8'), file);
  const countWord = remembering((word) => encode(word).length - 2);
  return {
    id: 'all-MiniLM-L6-v2',
    // No token reaches over a space, so the words' counts add up.
    count: (text) =>
      text.split(/[ \t\r\n]+/).reduce((sum, word) => (word ? sum + countWord(word) : sum), 0),
    encode(text) {
      const ids = Int32Array.from(encode(text));
      if (ids.length <= MAX_TOKENS) return ids;
      const cut = ids.slice(0, MAX_TOKENS);
      cut.set(ids.subarray(-1), MAX_TOKENS - 1);
      return cut;
    },
  };
}

function wordPiece(json: string, file: string): (text: string) => number[] {
  try {
    const definition: unknown = JSON.parse(json);
    const options = { do_lower_case: true, model_max_length: MAX_TOKENS };
    const bert = new BertTokenizer(definition, options);
    return (text) => bert.encode(asBertReads(text));
  } catch (cause) {
    throw new Error(`${file} is no WordPiece tokenizer`, { cause });
  }
}

/**
 * What the package's normaliser leaves out of BERT's: every non-spacing mark goes (it knows those of
 * Latin only, so that Japanese and Indic words would become unknown tokens), rare Chinese characters
 * stand alone too, and a final sigma is lowered without looking at its neighbours.
 */
function asBertReads(text: string): string {
  if (/^[\x20-\x7e\s]*$/.test(text)) return text;
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[\u{20000}-\u{2a6df}\u{2a700}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu, ' $& ')
    .replace(/Σ/g, 'σ');
}

function remembering(count: (word: string) => number): (word: string) => number {
  const known = new Map<string, number>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const counted = count(word);
    if (known.size >= REMEMBERED_WORDS) known.clear();
    // V8 copies substrings up to this length; a longer one would keep its whole document in memory.
    if (word.length <= 12) known.set(word, counted);
    return counted;
  };
}

/** Stands in where there are no weights: about four letters or one sign a token, rounded up. */
export const approximateTokenizer: Tokenizer = {
  id: 'approximate',
  count(text) {
    let tokens = 0;
    for (const [word] of text.matchAll(/[\p{L}\p{M}\p{N}]+|[^\s\p{L}\p{M}\p{N}]/gu)) {
      tokens += Math.ceil(word.length / 4);
    }
    return tokens;
  },
  encode: () => null,
};
