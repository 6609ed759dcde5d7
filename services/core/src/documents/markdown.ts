import type { TextFormat } from './format.ts';
import { frontMatter } from './front-matter.ts';
import { decodeLetters } from './letter-entities.ts';
import { markdownBlocks } from './markdown-blocks.ts';

/** Stored text is the source itself but for letters as entities, so that line numbers are the file's. */
export const markdown: TextFormat = {
  mediaType: 'text/markdown',
  aliases: ['text/x-markdown'],
  extensions: ['md', 'markdown', 'mdx', 'mdown', 'mkd', 'qmd'],
  read: (source) => ({ text: decodeLetters(source), metadata: frontMatter(source).fields }),
  structure(text) {
    const { title } = frontMatter(text).fields;
    const structure = markdownBlocks(text);
    return typeof title === 'string' && title.trim()
      ? { ...structure, title: title.trim() }
      : structure;
  },
};
