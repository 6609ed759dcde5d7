import type { TextFormat } from './format.ts';
import { markdownBlocks } from './markdown-blocks.ts';
import { readRst } from './rst-lines.ts';

/** Stored as Markdown-like text, line for line, so that line numbers are the file's. */
export const restructuredText: TextFormat = {
  mediaType: 'text/x-rst',
  aliases: ['text/prs.fallenstein.rst', 'text/restructured'],
  extensions: ['rst', 'rest', 'rst.inc', 'rst.txt'],
  read: readRst,
  structure: markdownBlocks,
};
