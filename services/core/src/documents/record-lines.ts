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

/** Lines above the header of a table that may be titles of it. */
export const MOST_TITLES = 3;

/** Each line is a row; one that holds the names of the next is a heading, as are titles above it. */
export function recordBlocks(text: string): Structure {
  const blocks: Block[] = [];
  for (const { 0: line, index } of text.matchAll(/[^\n]*\S[^\n]*/g))
    blocks.push({ kind: 'row', start: index, end: index + line.length, headings: [] });
  const first = blocks.slice(0, MOST_TITLES + 2).map(({ start, end }) => text.slice(start, end));
  const header = first.findIndex((line, i) => {
    const [name] = /^[^:;]+(?=:)/.exec(first[i + 1] ?? '') ?? [];
    return name !== undefined && line.split('; ').includes(name);
  });
  for (const block of blocks.slice(0, header + 1)) block.kind = 'heading';
  return { title: header > 0 ? (first[0] ?? null) : null, blocks };
}
