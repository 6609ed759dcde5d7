import type { Block, ParsedDocument } from '../documents/port.ts';

/**
 * Groups blocks that may share a chunk: same title path, same page, nothing left out between
 * them. A heading with nothing below it opens the next group; at the end of a document it joins
 * the last.
 */
export function sections({
  text,
  blocks,
  pageOffsets,
}: Pick<ParsedDocument, 'text' | 'blocks' | 'pageOffsets'>): Block[][] {
  const groups: Block[][] = [];
  let current: Block[] = [];
  for (const block of blocks) {
    const before = current.at(-1);
    const turned = pageOffsets.some(
      (start) => before && before.start < start && start <= block.start,
    );
    if (before && (turned || (before.kind !== 'heading' && parts(text, before, block)))) {
      groups.push(current);
      current = [];
    }
    current.push(block);
  }
  const last = groups.at(-1);
  if (last && current.every(({ kind }) => kind === 'heading')) last.push(...current);
  else if (current.length > 0) groups.push(current);
  return groups;
}

function parts(text: string, before: Block, block: Block): boolean {
  return (
    block.kind === 'heading' ||
    block.headings.length !== before.headings.length ||
    block.headings.some((heading, i) => heading !== before.headings[i]) ||
    /[\p{L}\p{N}]/u.test(text.slice(before.end, block.start))
  );
}
