import { asciidoc } from './asciidoc.ts';
import { csv, tsv } from './csv.ts';
import { docx } from './docx.ts';
import type { Format } from './format.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { jsonLines } from './json-lines.ts';
import { markdown } from './markdown.ts';
import { notebook } from './notebook.ts';
import { org } from './org.ts';
import { pdf } from './pdf.ts';
import { plainText } from './plain-text.ts';
import { restructuredText } from './restructured-text.ts';
import { sourceCode } from './source-code.ts';

/** Every format that can be ingested; a new one is a file and a line here. */
export const formats: readonly Format[] = [
  markdown,
  plainText,
  restructuredText,
  asciidoc,
  org,
  html,
  csv,
  tsv,
  json,
  jsonLines,
  notebook,
  sourceCode,
  pdf,
  docx,
];

/** Formats that a later version reads, by extension; refused by name meanwhile. */
export const laterFormats: ReadonlyMap<string, string> = new Map([
  ['doc', 'Word'],
  ['pptx', 'PowerPoint'],
  ['xlsx', 'Excel'],
  ['odt', 'OpenDocument'],
  ['odp', 'OpenDocument'],
  ['ods', 'OpenDocument'],
  ['odg', 'OpenDocument'],
  ['epub', 'EPUB'],
  ['rtf', 'RTF'],
]);
