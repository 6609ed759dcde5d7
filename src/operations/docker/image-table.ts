import type { ImageState } from '../../engine/objects.ts';
import { digestOf } from '../../stack/digest-of.ts';
import { isNamed } from '../../stack/is-named.ts';
import type { WantedImage } from '../../stack/wanted-images.ts';

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

/** A line an image: where it came from, and for whom it is. */
export function imageText(rows: readonly ImageRow[]): string {
  const width = Math.max(0, ...rows.map(({ reference }) => reference.length));
  return rows
    .map(
      ({ reference, services, digest, id }) =>
        `  ${reference.padEnd(width)}  ${digest ?? (id === null ? 'not there' : 'no digest')}  (${services.length === 0 ? 'what the backends are built on' : services.join(', ')})`,
    )
    .join('\n');
}
