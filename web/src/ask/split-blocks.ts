/** How an item begins, also where its line is not whole yet. */
const ITEM = /^(?:[-*+]|\d{1,9}(?:[.)]|$))(?:\s|$)/;

/**
 * Cuts Markdown where a blank line ends a block for certain, so that of an answer being written only the
 * last block is read again. Joined, the blocks are the text.
 */
export function splitBlocks(text: string): string[] {
  const blocks: string[] = [];
  let block = '';
  let fence: string | null = null;
  let afterBlank = false;
  for (const line of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    if (afterBlank && fence === null && line.trim() !== '' && !goesOn(block, line)) {
      blocks.push(block);
      block = '';
    }
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark.startsWith(fence)) fence = null;
    if (line.trim() !== '') afterBlank = false;
    else if (fence === null && block.trim() !== '') afterBlank = true;
    block += line;
  }
  return block === '' ? blocks : [...blocks, block];
}

/** Whether a line after a blank one belongs to the list, or the indented code, before it. */
function goesOn(block: string, line: string): boolean {
  const isList = ITEM.test(block);
  return /^\s/.test(line) ? isList || /^\s/.test(block) : isList && ITEM.test(line);
}
