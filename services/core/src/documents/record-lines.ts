import type { Structure } from './format.ts';
import type { Block } from './port.ts';

/**
 * Records are stored one a line, each value with its name (`sku: A1; colour: red`), so that every row
 * can be understood, embedded and quoted by itself.
 */
export function recordLine(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields
    .map(([name, value]) => [oneLine(name), oneLine(value)])
    .filter(([, value]) => value !== '')
    .map(([name, value]) => (name === '' ? value : `${name}: ${value}`))
    .join('; ');
}

/** A line of names above records, where there is one. */
export function headerLine(names: readonly string[]): string {
  return names.map(oneLine).join('; ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Each line is a row; a first one that holds the names of the second is a heading. */
export function recordBlocks(text: string): Structure {
  const blocks: Block[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]*\S[^\n]*/g))
    blocks.push({ kind: 'row', start: index, end: index + line.length, headings: [] });
  const [first, second] = blocks;
  const lineOf = (block: Block | undefined) => (block ? text.slice(block.start, block.end) : '');
  const [name] = /^[^:;]+(?=:)/.exec(lineOf(second)) ?? [];
  if (first && name !== undefined && lineOf(first).split('; ').includes(name))
    first.kind = 'heading';
  return { title: null, blocks };
}
