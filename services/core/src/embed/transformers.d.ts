declare module '@xenova/transformers/src/tokenizers.js' {
  /** The WordPiece tokenizer of BERT; the package ships no types for this path. */
  export class BertTokenizer {
    constructor(definition: unknown, configuration: Record<string, unknown>);
    /** Token ids with special tokens, neither cut nor padded. */
    encode(text: string): number[];
  }
}
