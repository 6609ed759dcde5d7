import type { Block } from './port.ts';

export interface Source {
  text: string;
  /** Metadata found on the way, strings and lists of strings. */
  metadata: Record<string, string | string[]>;
}

export interface Structure {
  /** From the text itself; null where it names none. */
  title: string | null;
  blocks: Block[];
}

/** One document format. `read` happens once, `structure` again at every reindex from stored text. */
export interface Format {
  mediaType: string;
  /** Other names of the same type. */
  aliases?: readonly string[];
  /** Lower case, without dot. */
  extensions: readonly string[];
  /** From decoded source to the text that is stored. @throws ServiceError DOCUMENT_UNREADABLE */
  read(source: string): Source;
  /** Title and blocks of stored text. */
  structure(text: string): Structure;
}
