/** A parsed document: normalised text and what is known about it. Made by a parser, in a worker. */
export interface ParsedDocument {
  mediaType: string;
  title: string;
  /** NFC text with LF line ends; spans are UTF-16 offsets into it. */
  text: string;
  language: 'en' | 'es' | null;
  metadata: Record<string, string | string[]>;
  /** Start of each page in `text`; empty for formats without pages. */
  pageOffsets: number[];
  /** Structure for the chunker, in order, not overlapping, covering what should be found. */
  blocks: Block[];
}

/** A run of text that belongs together; `headings` is its title path. */
export interface Block {
  kind: 'heading' | 'paragraph' | 'list' | 'code' | 'table' | 'row';
  start: number;
  end: number;
  headings: string[];
}

export interface ParseInput {
  bytes: Uint8Array;
  path: string;
  mediaType?: string;
}

/** A piece of a document, ready to embed and to index. */
export interface ChunkDraft {
  ordinal: number;
  /** `text.slice(span[0], span[1])` of the document, exactly. */
  text: string;
  headings: string[];
  page: number | null;
  /** First line in the file, from 1; null where its format has no lines, or the stored text other ones. */
  line: number | null;
  span: [number, number];
  /** Terms of core's analyser, space-separated, those of the headings and of the file's name included. */
  lex: string;
  /** Token ids of heading prefix and text with special tokens, at most 256; null without a tokenizer. */
  tokens: Int32Array | null;
}

export interface PreparedDocument {
  document: Omit<ParsedDocument, 'blocks'>;
  chunks: ChunkDraft[];
}

/** A document as it was stored, without what the parser's structure gives again. */
export type StoredText = Pick<ParsedDocument, 'text' | 'mediaType' | 'metadata' | 'pageOffsets'> & {
  path: string;
};

export interface ChunkSettings {
  /** Budget of a chunk in the embedder's tokens, special tokens and heading prefix included. */
  tokens: number;
  /** Tokens repeated from the chunk before. */
  overlap: number;
}

/** Parses and chunks raw bytes in a pool of workers with a time and a memory limit. */
export interface DocumentPreparer {
  readonly parserVersion: string;
  /** @throws ServiceError DOCUMENT_UNREADABLE (with the reason), DOCUMENT_EMPTY, UNSUPPORTED_MEDIA_TYPE */
  prepare(
    input: ParseInput,
    settings: ChunkSettings,
    signal?: AbortSignal,
  ): Promise<PreparedDocument>;
  /** Prepares stored text again, without its bytes, for reindex; its text stays as it is. */
  rechunk(
    stored: StoredText,
    settings: ChunkSettings,
    signal?: AbortSignal,
  ): Promise<PreparedDocument>;
  close(): Promise<void>;
}
