import { chunk } from '../chunk/chunk.ts';
import type { Tokenizer } from '../embed/tokenizer.ts';
import { detectLanguage } from '../lexical/detect-language.ts';
import type { Language } from '../lexical/port.ts';
import { parseDocument, parseStored } from './parse.ts';
import type { ChunkDraft, ChunkSettings, ParseInput, PreparedDocument } from './port.ts';

/** How every document of a worker is prepared. */
export interface Preparation {
  tokenizer: Tokenizer;
  language: Language | 'auto';
}

/** Parses and chunks one document. @throws ServiceError as DocumentPreparer.prepare */
export function prepare(
  input: ParseInput,
  settings: ChunkSettings,
  { tokenizer, language }: Preparation,
): PreparedDocument {
  const parsed = parseDocument(input, language);
  const { blocks: _, ...document } = parsed;
  return { document, chunks: chunk(parsed, settings, tokenizer) };
}

/** Chunks a stored text again. */
export function rechunk(
  stored: { text: string; path: string; mediaType: string },
  settings: ChunkSettings,
  { tokenizer, language }: Preparation,
): ChunkDraft[] {
  const document = {
    ...parseStored(stored),
    text: stored.text,
    language: language === 'auto' ? detectLanguage(stored.text) : language,
    pageOffsets: [],
  };
  return chunk(document, settings, tokenizer);
}
