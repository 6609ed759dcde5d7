import type { FoundFile } from './picking.ts';

/** The files that were chosen: single ones, or all of a folder. */
export function foundInInput(files: FileList): FoundFile[] {
  return [...files].map((file) => {
    const [root, ...names] = file.webkitRelativePath.split('/');
    return root && names.length > 0
      ? { root, names, file }
      : { root: null, names: [file.name], file };
  });
}
