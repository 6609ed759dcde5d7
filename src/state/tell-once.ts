import { appendFileSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/**
 * The notes that were not told before; remembers them in `file`, a line each. Where the file cannot
 * be read or written, telling again is the lesser harm.
 */
export function tellOnce(notes: readonly string[], file: string): string[] {
  if (notes.length === 0) return [];
  const told = new Set(readLines(file));
  const fresh = notes.filter((note) => !told.has(oneLine(note)));
  try {
    makeFolder(dirname(file));
    appendFileSync(file, fresh.map((note) => `${oneLine(note)}\n`).join(''));
  } catch {
    // See above.
  }
  return fresh;
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    // No file yet: nothing was told.
    return [];
  }
}

function oneLine(note: string): string {
  return note.replaceAll('\n', ' ');
}
