import { formats, laterFormats } from './formats.ts';

/**
 * Extensions, lower case without dot, of the files in a folder that are documents: those that are
 * read, and those that are refused by name until a later version reads them. Other files can be
 * sent too; they are taken as text where they are text.
 */
export const documentExtensions: readonly string[] = [
  ...formats.flatMap(({ extensions }) => extensions),
  ...Object.keys(laterFormats),
];
