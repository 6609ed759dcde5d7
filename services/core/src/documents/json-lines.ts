import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import type { TextFormat } from './format.ts';
import { recordBlocks, recordLine } from './record-lines.ts';

/** One JSON value a line; stored as record lines. */
export const jsonLines: TextFormat = {
  mediaType: 'application/x-ndjson',
  aliases: ['application/jsonl', 'application/jsonlines', 'application/x-jsonlines'],
  extensions: ['jsonl', 'ndjson'],
  read: (source) => ({
    text: source
      .split('\n')
      .map((line, i) => (line.trim() === '' ? '' : recordLine([...leaves('', value(line, i + 1))])))
      .join('\n'),
    metadata: {},
  }),
  structure: recordBlocks,
};

/** Names of nested values have dots: `owner.name`; what stands in a list is one value. */
function* leaves(path: string, node: unknown): Generator<readonly [string, string]> {
  if (typeof node !== 'object' || node === null) yield [path, node === null ? '' : String(node)];
  else if (Array.isArray(node) && node.every(isSimple)) yield [path, node.join(', ')];
  else
    for (const [key, inner] of Object.entries(node))
      yield* leaves(path === '' ? key : `${path}.${key}`, inner);
}

function isSimple(node: unknown): boolean {
  return typeof node !== 'object';
}

function value(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ServiceError(
      'DOCUMENT_UNREADABLE',
      `The document is not valid JSON Lines: line ${number}: ${phraseOf(error)}.`,
      undefined,
      { cause: error },
    );
  }
}
