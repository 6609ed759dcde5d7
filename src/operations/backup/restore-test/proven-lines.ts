import type { ProvenCollection } from '../../../embedded/services.ts';
import type { Style } from '../../../ui/ui.ts';
import { counted } from '../../counted.ts';
import { oneLine } from '../../one-line.ts';

/** Characters of a passage that are shown. */
const SHOWN = 60;

/** What was restored to a scratch place, what was asked there, and what came back. */
export function provenLines(proven: readonly ProvenCollection[], style: Style): string[] {
  return proven.flatMap(({ collection, documents, chunks, asked }) => [
    `Restored ${collection} to a scratch place, which is gone again: ${counted(documents, 'document')}, ${counted(chunks, 'chunk')}, as the manifest has them.`,
    ...asked.map(({ path, passage, foundBy }) => {
      const how = foundBy.map((list) => (list === 'dense' ? 'meaning' : 'words')).join(' and ');
      return `  asked for ${style.dim(`"${shortened(passage)}"`)}: found first by ${how}, in ${oneLine(path)}`;
    }),
  ]);
}

function shortened(passage: string): string {
  const line = oneLine(passage);
  return line.length <= SHOWN ? line : `${line.slice(0, SHOWN).trimEnd()}…`;
}
