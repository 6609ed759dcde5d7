import { readFile } from 'node:fs/promises';
import { BertTokenizer } from '@xenova/transformers/src/tokenizers.js';

/** Longest input of all-MiniLM-L6-v2 as it was trained, special tokens included. */
export const MAX_TOKENS = 256;

const SEPARATOR = 102;

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
 */
export async function loadTokenizer(file: string): Promise<Tokenizer> {
  const definition: unknown = JSON.parse(await readFile(file, 'utf8'));
  const bert = new BertTokenizer(definition, { do_lower_case: true, model_max_length: MAX_TOKENS });
  return {
    id: 'all-MiniLM-L6-v2',
    count: (text) => bert.encode(withoutMarks(text)).length - 2,
    encode(text) {
      const ids = Int32Array.from(bert.encode(withoutMarks(text)));
      if (ids.length <= MAX_TOKENS) return ids;
      const cut = ids.slice(0, MAX_TOKENS);
      cut[MAX_TOKENS - 1] = SEPARATOR;
      return cut;
    },
  };
}

/**
 * BERT's normaliser drops every non-spacing mark; the package drops those of Latin only, so that
 * Japanese and Indic words would become unknown tokens.
 */
function withoutMarks(text: string): string {
  return /^[\x20-\x7e\s]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{Mn}/gu, '');
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
