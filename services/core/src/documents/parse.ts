import type { DocumentRecord } from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import { detectLanguage } from '../lexical/detect-language.ts';
import type { Language } from '../lexical/port.ts';
import { decode } from './decode.ts';
import type { Format, PagedSource, TextFormat } from './format.ts';
import { formats, laterFormats } from './formats.ts';
import { hiddenCharacters } from './hidden-characters.ts';
import { plainText } from './plain-text.ts';
import type { Block, ParsedDocument, ParseInput, StoredText } from './port.ts';

/** Goes up when a parser gives another text or other blocks for the same bytes. */
export const PARSER_VERSION = '5';

/**
 * Parses raw bytes by media type, else by extension, else as text.
 * @param language given for every document, or `auto` to detect it
 * @throws ServiceError DOCUMENT_UNREADABLE, DOCUMENT_EMPTY, UNSUPPORTED_MEDIA_TYPE
 */
export async function parseDocument(
  input: ParseInput,
  language: Language | 'auto',
): Promise<ParsedDocument> {
  // What the bytes say goes before the name.
  const binary = formats.find((one) => 'readBytes' in one && one.isOf(input.bytes));
  const format = binary ?? formatOf(input.path, input.mediaType);
  if (!('readBytes' in format)) return parseText(input, format, language);
  return toDocument(input, format, await format.readBytes(input.bytes), language);
}

/** The same for a format that is text. */
export function parseText(
  input: ParseInput,
  format: TextFormat,
  language: Language | 'auto',
): ParsedDocument {
  const { bytes } = input;
  const charset = format.mediaType === 'text/html' ? declaredCharset(bytes) : undefined;
  const { text: source, encoding } = decode(bytes, charset);
  const { text, metadata } = format.read(source);
  const remarks = encoding === 'utf-8' ? {} : { encoding };
  const read = { text, metadata: { ...metadata, ...remarks }, pageOffsets: [] };
  return toDocument(input, format, read, language);
}

function toDocument(
  { path }: ParseInput,
  format: Format,
  { text, metadata, pageOffsets }: PagedSource,
  language: Language | 'auto',
): ParsedDocument {
  if (!/[^\s\p{Cf}]/u.test(text)) {
    throw new ServiceError(
      'DOCUMENT_EMPTY',
      'The document holds no text.',
      'Leave it out, or fill it.',
    );
  }
  const { title, blocks } = structureOf({ text, metadata, path }, format);
  // What a reader of the text should know about it.
  const hidden = hiddenCharacters(text);
  return {
    mediaType: format.mediaType,
    title,
    text,
    language: languageOf(text, metadata, language),
    metadata: { ...metadata, ...(hidden.length > 0 && { hiddenCharacters: hidden }) },
    pageOffsets,
    blocks,
  };
}

/** The document of a text as it was stored, for a reindex. */
export function parseStored(stored: StoredText, language: Language | 'auto'): ParsedDocument {
  const { path: _, ...known } = stored;
  return {
    ...known,
    ...structureOf(stored, byMediaType(known.mediaType) ?? plainText),
    language: languageOf(known.text, known.metadata, language),
  };
}

/**
 * Whether a document's bytes make the same document under another path: the format follows from the
 * path, and so does the title of one that names none.
 */
export function readsTheSame(
  record: Pick<DocumentRecord, 'path' | 'mediaType' | 'title'>,
  path: string,
): boolean {
  if (record.title === fileName(record.path) && fileName(path) !== record.title) return false;
  try {
    return formatOf(path).mediaType === record.mediaType;
  } catch (error) {
    if (error instanceof ServiceError) return false;
    throw error;
  }
}

function structureOf(
  { text, path, metadata }: Pick<StoredText, 'text' | 'path' | 'metadata'>,
  format: Format,
): { title: string; blocks: Block[] } {
  const { title, blocks } = format.structure(text);
  const known = 'readBytes' in format && typeof metadata.title === 'string' ? metadata.title : null;
  return { title: known ?? title ?? fileName(path), blocks };
}

/** A sent type decides, unless it is as unspecific as what browsers send for unknown files. */
export function formatOf(path: string, mediaType?: string): Format {
  const [extension = '', ...longer] = extensionsOf(path);
  const named = byMediaType(mediaType ?? '');
  const byExtension = (one: string) => formats.find(({ extensions }) => extensions.includes(one));
  const found = [...longer, extension].map(byExtension).find((format) => format !== undefined);
  if (named && (named !== plainText || !found)) return named;
  if (found) return found;
  const later = laterFormats.get(extension);
  if (!later) return plainText;
  throw new ServiceError(
    'UNSUPPORTED_MEDIA_TYPE',
    `${later} documents are not read yet; a later version of gecko will.`,
    'Save the document as Markdown, HTML or text.',
  );
}

function byMediaType(mediaType: string): Format | undefined {
  const bare = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return formats.find((format) => format.mediaType === bare || format.aliases?.includes(bare));
}

/** The extension, then that of two parts, as in `a.rst.inc`. `Dockerfile` and `Makefile` count as their own. */
function extensionsOf(path: string): string[] {
  const parts = fullName(path).toLowerCase().split('.');
  return parts.length > 2
    ? [parts.slice(-1), parts.slice(-2)].map((one) => one.join('.'))
    : parts.slice(-1);
}

function fullName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function fileName(path: string): string {
  return fullName(path).replace(/(?<=.)\.[^.]+$/, '');
}

function declaredCharset(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1');
  return /<meta[^>]+charset\s*=\s*["']?([\w-]+)/i.exec(head)?.[1];
}

function languageOf(
  text: string,
  metadata: Record<string, string | string[]>,
  given: Language | 'auto',
): Language | null {
  return given === 'auto' ? (declaredLanguage(metadata) ?? detectLanguage(text)) : given;
}

function declaredLanguage(metadata: Record<string, string | string[]>): Language | null {
  const declared = metadata.lang ?? metadata.language;
  const code = typeof declared === 'string' ? declared.slice(0, 2).toLowerCase() : '';
  return code === 'en' || code === 'es' ? code : null;
}
