import { createHash } from 'node:crypto';
import type { KnownFile, WeightSet } from '@gecko/core/embed/weights-catalog';

/** A weight set made of a test's own bytes. */
export function weightSet(files: { model: Uint8Array; tokenizer: Uint8Array }): WeightSet {
  return { name: 'test', model: known(files.model), tokenizer: known(files.tokenizer) };
}

function known(content: Uint8Array): KnownFile {
  return { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}
