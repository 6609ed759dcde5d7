/** What flows in one line of thought; all else begins a block of its own. */
const INLINE = new Set(['A', 'STRONG', 'EM', 'DEL', 'CODE', 'BR']);

/**
 * The text that flows directly in a block, without that of blocks in it. Code stands as `x`: its brackets
 * cite nothing, and its full stops end no sentence.
 */
export function inlineText(block: Node): string {
  let text = '';
  for (const node of block.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) text += node.nodeValue ?? '';
    else if (node.nodeName === 'CODE') text += 'x'.repeat(node.textContent?.length ?? 0);
    else if (INLINE.has(node.nodeName)) text += inlineText(node);
  }
  return text;
}
