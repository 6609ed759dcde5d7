import type { ImageState } from '../../engine/objects.ts';
import { digestOf } from '../../stack/digest-of.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';
import type { Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { alignedTable } from '../aligned-table.ts';

/** An image of the stack as the engine has it. */
export interface ImageRow {
  reference: string;
  services: readonly string[];
  /** Null where the engine lacks it. */
  id: string | null;
  /** `sha256:…` in its registry; null for one that was made here or loaded. */
  digest: string | null;
  /** Bytes. */
  size: number | null;
}

export function imageRows(
  wanted: readonly WantedImage[],
  images: readonly ImageState[],
): ImageRow[] {
  return wanted.map(({ reference, services }) => {
    const there = images.find((image) => isNamed(image, reference));
    return {
      reference,
      services,
      id: there?.id ?? null,
      digest: there ? digestOf(there, reference) : null,
      size: there?.size ?? null,
    };
  });
}

/** A line an image: where it came from, and for whom it is. On a terminal without room for it, several. */
export function imageText(
  rows: readonly ImageRow[],
  { terminal, columns }: Pick<Style, 'terminal' | 'columns'>,
): string {
  const cells = rows.map(({ reference, services, digest, id }) => [
    reference,
    digest ?? (id === null ? 'not there' : 'no digest'),
    `(${services.length === 0 ? 'what the backends are built on' : services.join(', ')})`,
  ]);
  const lines = alignedTable(cells)
    .split('\n')
    .map((line) => `  ${line}`.trimEnd());
  if (!terminal || lines.every(({ length }) => length <= columns)) return lines.join('\n');
  return cells
    .flatMap(([reference, digest = '', users = '']) => [
      `  ${reference}`,
      `    ${digest.length + 4 <= columns ? digest : digest.slice(0, 19)}`,
      wrap(users, columns, '    '),
    ])
    .join('\n');
}
