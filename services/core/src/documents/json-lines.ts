import type { Node } from 'jsonc-parser';
import type { TextFormat } from './format.ts';
import { jsonTree, unlessTooDeep } from './json-tree.ts';
import { recordBlocks, recordLine } from './record-lines.ts';

const NAME = 'JSON Lines';

/** One JSON value a line; stored as record lines. */
export const jsonLines: TextFormat = {
  mediaType: 'application/x-ndjson',
  aliases: ['application/jsonl', 'application/jsonlines', 'application/x-jsonlines'],
  extensions: ['jsonl', 'ndjson'],
  read: (source) => ({ text: source.split('\n').map(record).join('\n'), metadata: {} }),
  structure: recordBlocks,
};

function record(line: string, i: number): string {
  if (line.trim() === '') return '';
  const tree = jsonTree(line, { name: NAME, line: i + 1 });
  return recordLine(unlessTooDeep(NAME, () => [...leaves('', tree, line)]));
}

/** Names of nested values have dots: `owner.name`; what stands in a list is one value. */
function* leaves(path: string, node: Node, line: string): Generator<readonly [string, string]> {
  const { children } = node;
  if (!children) yield [path, written(node, line)];
  else if (node.type === 'array' && children.every(isSimple))
    yield [path, children.map((one) => written(one, line)).join(', ')];
  else
    for (const [i, child] of children.entries()) {
      const [key, inner] = child.type === 'property' ? (child.children ?? []) : [undefined, child];
      const name = String(key?.value ?? i);
      if (inner) yield* leaves(path === '' ? name : `${path}.${name}`, inner, line);
    }
}

function isSimple({ type }: Node): boolean {
  return type !== 'object' && type !== 'array' && type !== 'null';
}

/** Numbers as they stand there: a number of JavaScript has 16 digits, and no 0 at its end. */
function written({ type, value, offset, length }: Node, line: string): string {
  if (type === 'null') return '';
  return type === 'number' ? line.slice(offset, offset + length) : String(value);
}
