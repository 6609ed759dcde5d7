/** What the probes read of the machine's files. Nothing throws: what cannot be read is not there. */
export interface HostFiles {
  /** Null where it is not there or may not be read. */
  read(path: string): Promise<string | null>;
  /** Names in a folder; empty where there is none. */
  list(path: string): Promise<string[]>;
  /** Follows links. @returns numeric group and permission bits (such as 0o660) */
  stat(path: string): Promise<{ gid: number; mode: number } | null>;
  /** Whether this process may read and write it. */
  mayUse(path: string): Promise<boolean>;
  /** Bytes that this user may still write to the disk of a folder; null where the folder is not there. */
  freeSpace(path: string): Promise<number | null>;
}
