/** What a file holds; what is large or compressed is read when it is written. */
export type Content = string | Uint8Array | { read(): Promise<Uint8Array> };

/** A file on its way into an export, or into the context of an image. */
export interface CarriedFile {
  /** With `/`, below a folder. */
  path: string;
  content: Content;
  /** 0o755 for a program. */
  mode: number;
}

/** What a target makes of a stack. */
export interface Exported {
  /** Paths below the folder of the export; 0o600 for what only its owner may read. */
  files: readonly CarriedFile[];
  /** What gecko does and the target cannot, or what people have to do there: one sentence each. */
  notes: readonly string[];
}
