import { Header } from 'tar';

export const TAR_BLOCK = 512;

export interface TarHead {
  path: string;
  type: 'Directory' | 'File';
  mode: number;
  uid: number;
  gid: number;
  /** When it was changed, in seconds since 1970; 0 by default. */
  changed?: number;
}

/** Sizes up to this are octal digits; larger ones are written in GNU's binary form. */
const OCTAL_SIZES = 8 * 2 ** 30;

/**
 * The header block of one entry, the same for the same content.
 * @throws Error for a path that a plain header cannot hold
 */
export function tarHead(head: TarHead, size: number): Buffer<ArrayBuffer> {
  const block = Buffer.alloc(TAR_BLOCK);
  const { changed = 0, ...rest } = head;
  const mtime = new Date(changed * 1000);
  const needsMore = new Header({ ...rest, size, mtime }).encode(block, 0);
  if (needsMore && size < OCTAL_SIZES)
    throw new Error(`${head.path} needs more than a plain tar header`);
  return block;
}
