import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { ServiceError } from '../contract/errors.ts';
import type { Format } from './format.ts';
import type { Block } from './port.ts';

/** An entry up to this length stays one block; a longer one is opened and its key becomes a heading. */
const ENTRY = 1_000;

/** Stored as written; entries are blocks, and the keys above them their title path. */
export const json: Format = {
  mediaType: 'application/json',
  aliases: ['text/json', 'application/geo+json', 'application/ld+json'],
  extensions: ['json', 'geojson', 'jsonld', 'webmanifest'],
  read(source) {
    tree(source);
    return { text: source, metadata: {} };
  },
  structure(text) {
    const blocks: Block[] = [];
    collect(text, tree(text), [], blocks);
    return { title: null, blocks };
  },
};

function tree(text: string): Node {
  const errors: ParseError[] = [];
  const root = guarded(() => parseTree(text, errors, { disallowComments: true }));
  const [error] = errors;
  if (root && !error) return root;
  const before = text.slice(0, error?.offset ?? 0).split('\n');
  const place = `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  throw unreadable(
    `${place}: ${error ? sentence(printParseErrorCode(error.error)) : 'a value is missing'}`,
  );
}

function guarded<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RangeError) throw unreadable('it is nested too deeply');
    throw error;
  }
}

/** `CommaExpected` → comma expected. */
function sentence(code: string): string {
  return code.replace(/(?!^)(?=[A-Z])/g, ' ').toLowerCase();
}

function unreadable(reason: string): ServiceError {
  return new ServiceError('DOCUMENT_UNREADABLE', `The document is not valid JSON: ${reason}.`);
}

function collect(text: string, node: Node, headings: string[], blocks: Block[]): void {
  for (const entry of node.children ?? [node]) {
    const [key, value] = entry.type === 'property' ? (entry.children ?? []) : [undefined, entry];
    if (value?.children?.length && entry.length > ENTRY) {
      collect(text, value, key ? [...headings, String(key.value)] : headings, blocks);
    } else
      blocks.push({ kind: 'row', start: entry.offset, end: entry.offset + entry.length, headings });
  }
}
