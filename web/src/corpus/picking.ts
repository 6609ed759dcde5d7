import { isNoDocument } from './is-no-document.ts';
import type { PickedFile } from './picked-file.ts';

/** What was dropped or chosen, sorted out. */
export interface Picked {
  files: PickedFile[];
  /** Names of what is no document. */
  leftOut: string[];
}

/** A file as it was found; `names` leads to it from the folder that was picked, or is its name alone. */
export interface FoundFile {
  /** Name of the folder that was picked; null for a single file. */
  root: string | null;
  names: readonly string[];
  file: File;
}

/**
 * Leaves out what `gecko ingest` leaves out: in folders everything hidden and node_modules, everywhere
 * pictures, archives and the like. Only these last ones are told, for they were meant to come.
 */
export function picking(found: readonly FoundFile[], sourceOfSingles: string): Picked {
  const files: PickedFile[] = [];
  const leftOut: string[] = [];
  const beside = new Map<string, Set<string>>();
  for (const { root, names } of found) if (root !== null) besideOf(beside, root).add(pathOf(names));
  for (const { root, names, file } of found) {
    if (root !== null && names.some(isHidden)) continue;
    const path = pathOf(names);
    if (isNoDocument(names.at(-1) ?? '')) leftOut.push(root === null ? path : `${root}/${path}`);
    else
      files.push({
        file,
        source: (root ?? sourceOfSingles).normalize('NFC'),
        path,
        beside: root === null ? null : besideOf(beside, root),
      });
  }
  return { files, leftOut };
}

/** Whether a folder or file is left out of a folder by its name. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

function pathOf(names: readonly string[]): string {
  return names.join('/').normalize('NFC');
}

function besideOf(all: Map<string, Set<string>>, root: string): Set<string> {
  const paths = all.get(root) ?? new Set<string>();
  all.set(root, paths);
  return paths;
}
