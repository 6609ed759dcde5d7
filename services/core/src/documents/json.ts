import type { Node } from 'jsonc-parser';
import type { Format } from './format.ts';
import { jsonTree } from './json-tree.ts';
import type { Block } from './port.ts';

/** An entry up to this length stays one block; a longer one is opened and its key becomes a heading. */
const ENTRY = 1_000;

const WHOLE = { name: 'JSON', line: 1 };

/** Stored as written; entries are blocks, and the keys above them their title path. */
export const json: Format = {
  mediaType: 'application/json',
  aliases: ['text/json', 'application/geo+json', 'application/ld+json'],
  extensions: ['json', 'geojson', 'jsonld', 'webmanifest'],
  read(source) {
    jsonTree(source, WHOLE);
    return { text: source, metadata: {} };
  },
  structure(text) {
    const blocks: Block[] = [];
    collect(text, jsonTree(text, WHOLE), [], blocks);
    return { title: null, blocks };
  },
};

function collect(text: string, node: Node, headings: string[], blocks: Block[]): void {
  for (const entry of node.children ?? [node]) {
    const [key, value] = entry.type === 'property' ? (entry.children ?? []) : [undefined, entry];
    if (value?.children?.length && entry.length > ENTRY) {
      collect(text, value, key ? [...headings, String(key.value)] : headings, blocks);
    } else
      blocks.push({ kind: 'row', start: entry.offset, end: entry.offset + entry.length, headings });
  }
}
