import { chunk } from '../chunk/chunk.ts';
import type { Tokenizer } from '../embed/tokenizer.ts';
import type { Language } from '../lexical/port.ts';
import { formats } from './formats.ts';
import { parseDocument, parseStored } from './parse.ts';
import type {
  ChunkSettings,
  ParsedDocument,
  ParseInput,
  PreparedDocument,
  StoredText,
} from './port.ts';

/** How every document of a worker is prepared. */
export interface Preparation {
  tokenizer: Tokenizer;
  language: Language | 'auto';
}

/** Parses and chunks one document. @throws ServiceError as DocumentPreparer.prepare */
export async function prepare(
  input: ParseInput,
  settings: ChunkSettings,
  { tokenizer, language }: Preparation,
): Promise<PreparedDocument> {
  return chunked(await parseDocument(input, language), input.path, settings, tokenizer);
}

/** Prepares a stored text again, as `prepare` did from its bytes. */
export function rechunk(
  stored: StoredText,
  settings: ChunkSettings,
  { tokenizer, language }: Preparation,
): PreparedDocument {
  return chunked(parseStored(stored, language), stored.path, settings, tokenizer);
}

function chunked(
  parsed: ParsedDocument,
  path: string,
  settings: ChunkSettings,
  tokenizer: Tokenizer,
): PreparedDocument {
  const { blocks: _, ...document } = parsed;
  const chunks = chunk({ ...parsed, path }, settings, tokenizer);
  if (hasLines(parsed)) return { document, chunks };
  return { document, chunks: chunks.map((one) => ({ ...one, line: null })) };
}

/** Whether a line of the stored text is the same line of the file. */
function hasLines({ mediaType }: ParsedDocument): boolean {
  const format = formats.find((one) => one.mediaType === mediaType);
  return !format || !('readBytes' in format || format.hasOtherLines);
}
