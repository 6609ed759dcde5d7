/** A file that was dropped or chosen. */
export interface PickedFile {
  file: File;
  /** Name of the folder that was dropped, or the one that was given to single files. */
  source: string;
  /** Relative to the source, NFC, with `/`. */
  path: string;
  /** Paths of everything in the folder it came with; null for a single file. */
  beside: ReadonlySet<string> | null;
}
