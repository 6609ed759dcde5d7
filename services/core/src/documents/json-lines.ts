import { ServiceError } from '../contract/errors.ts';
import type { Format } from './format.ts';
import type { Block } from './port.ts';

/** One JSON value a line; each line is a block. */
export const jsonLines: Format = {
  mediaType: 'application/x-ndjson',
  aliases: ['application/jsonl', 'application/jsonlines', 'application/x-jsonlines'],
  extensions: ['jsonl', 'ndjson'],
  read(source) {
    source.split('\n').forEach((line, i) => {
      if (line.trim()) check(line, i + 1);
    });
    return { text: source, metadata: {} };
  },
  structure(text) {
    const blocks: Block[] = [];
    for (const { 0: line, index } of text.matchAll(/[^\n]*\S[^\n]*/g)) {
      blocks.push({ kind: 'row', start: index, end: index + line.length, headings: [] });
    }
    return { title: null, blocks };
  },
};

function check(line: string, number: number): void {
  try {
    JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServiceError(
      'DOCUMENT_UNREADABLE',
      `The document is not valid JSON Lines: line ${number}: ${error.message}.`,
      undefined,
      { cause: error },
    );
  }
}
