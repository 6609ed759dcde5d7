import type { Atom } from './atoms.ts';

/**
 * Fills chunks with the atoms of one section, in order. A block that fits a chunk is not parted;
 * headings, which come first, stay with what follows. A chunk that continues a text starts with the
 * last atoms of the one before, at most `overlap` tokens of them.
 */
export function pack(section: readonly Atom[], budget: number, overlap: number): Atom[][] {
  const chunks: Atom[][] = [];
  let current: Atom[] = [];
  let used = 0;
  for (const block of blocks(section)) {
    const whole = sum(block);
    if (hasContent(current) && used + whole > budget && whole <= budget) {
      chunks.push(current);
      current = tail(current, Math.min(overlap, budget - whole));
      used = sum(current);
    }
    for (const atom of block) {
      if (hasContent(current) && used + atom.tokens > budget) {
        chunks.push(current);
        current = tail(current, Math.min(overlap, budget - atom.tokens));
        used = sum(current);
      }
      current.push(atom);
      used += atom.tokens;
    }
  }
  if (current.length > 0) chunks.push(current);
  return chunks;
}

function* blocks(section: readonly Atom[]): Generator<Atom[]> {
  let from = 0;
  for (let i = 1; i <= section.length; i += 1) {
    if (section[i]?.block === section[from]?.block) continue;
    yield section.slice(from, i);
    from = i;
  }
}

function hasContent(atoms: readonly Atom[]): boolean {
  return atoms.at(-1) !== undefined && atoms.at(-1)?.block.kind !== 'heading';
}

/** Prose alone is repeated: half a table or program says nothing. */
function tail(atoms: readonly Atom[], most: number): Atom[] {
  const kept: Atom[] = [];
  let used = 0;
  for (const atom of atoms.slice(1).reverse()) {
    used += atom.tokens;
    if (used > most || (atom.block.kind !== 'paragraph' && atom.block.kind !== 'list')) break;
    kept.unshift(atom);
  }
  return kept;
}

function sum(atoms: readonly Atom[]): number {
  return atoms.reduce((total, { tokens }) => total + tokens, 0);
}
