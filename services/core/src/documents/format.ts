import type { Block } from './port.ts';

export interface Source {
  text: string;
  /** Metadata found on the way, strings and lists of strings. */
  metadata: Record<string, string | string[]>;
}

/** A source that has pages. */
export interface PagedSource extends Source {
  /** Start of each page in `text`; empty where the format has none. */
  pageOffsets: number[];
}

export interface Structure {
  /** From the text itself; null where it names none. */
  title: string | null;
  blocks: Block[];
}

interface AnyFormat {
  mediaType: string;
  /** Other names of the same type. */
  aliases?: readonly string[];
  /** Lower case, without dot. */
  extensions: readonly string[];
  /** Title and blocks of stored text; metadata.title, where there is one, goes before. */
  structure(text: string): Structure;
}

export interface TextFormat extends AnyFormat {
  /** Where the stored text has other lines than the file: a line of it cannot be looked up there. */
  hasOtherLines?: true;
  /** From decoded source to the text that is stored. @throws ServiceError DOCUMENT_UNREADABLE */
  read(source: string): Source;
}

export interface BinaryFormat extends AnyFormat {
  /** By what the bytes say, whatever the name. */
  isOf(bytes: Uint8Array): boolean;
  /** From raw bytes to the text that is stored, NFC. @throws ServiceError DOCUMENT_UNREADABLE */
  readBytes(bytes: Uint8Array): Promise<PagedSource>;
}

/** One document format. It is read once; its structure is found again at every reindex from stored text. */
export type Format = TextFormat | BinaryFormat;
