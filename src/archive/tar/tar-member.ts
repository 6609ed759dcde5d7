/** What a tar can have, of what gecko reads. */
export type TarKind =
  | 'file'
  | 'folder'
  | 'link'
  | 'hard link'
  | 'pipe'
  | 'character device'
  | 'block device';

/** An entry as the program that unpacks it will understand it. */
export interface TarMember {
  /** As the tar has it, each byte a character: names need not be UTF-8. */
  path: string;
  kind: TarKind;
  /** Permission bits, with those for setuid, setgid and sticky. */
  mode: number;
  uid: number;
  gid: number;
  /** Bytes that a file is to have, its holes counted. */
  size: number;
  /** Where a link leads, each byte a character; empty for what is none. */
  target: string;
  /** A program that has more rights than its user (`security.capability`). */
  hasRights: boolean;
}
