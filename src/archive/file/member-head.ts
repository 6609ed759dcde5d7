import { Header, Pax } from 'tar';
import { TAR_BLOCK } from '../../engine/execute/tar-head.ts';

export interface MemberHead {
  path: string;
  /** Bytes. */
  size: number;
  /** Seconds since the epoch. */
  time: number;
}

/**
 * What stands before the content of a member, the same for the same member: a header, and before it a pax
 * record where the path is too long for it, or the size too large. The path's bytes are UTF-8, and sizes
 * from 8 GiB also stand in the header in base 256, for programs that read no pax.
 */
export function memberHead({ path, size, time }: MemberHead): Buffer {
  const head = {
    path,
    size,
    type: 'File' as const,
    mode: 0o600,
    uid: 0,
    gid: 0,
    mtime: new Date(time * 1_000),
  };
  const block = Buffer.alloc(TAR_BLOCK);
  const needsPax = new Header(head).encode(block, 0);
  if (!needsPax) return block;
  const pax = new Pax({ path, size, mtime: head.mtime }).encode();
  return Buffer.concat([pax, block]);
}
