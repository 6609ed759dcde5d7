import { chmodSync } from 'node:fs';
import { makeFolder as makePrivate } from '../../state/make-folder.ts';

/** Open to all, as what lies in it says for itself. */
export function makeFolder(path: string): void {
  makePrivate(path, (made) => chmodSync(made, 0o755));
}
