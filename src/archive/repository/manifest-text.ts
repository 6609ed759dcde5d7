import { createHash } from 'node:crypto';
import { canonical } from '../../stack/canonical.ts';
import type { Manifest } from './manifest.ts';

/** A manifest as it is stored: with the sum of all else, so that a change of it is noticed. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify({ ...manifest, sum: sumOf(manifest) }, null, 1)}\n`;
}

/** @param manifest without its sum */
export function sumOf(manifest: object): string {
  return createHash('sha256').update(canonical(manifest)).digest('hex');
}
