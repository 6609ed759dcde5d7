import { Header } from 'tar';

const BLOCK = 512;

/** What ends a tar. */
export const tarEnd = Buffer.alloc(2 * BLOCK);

export interface TarHead {
  path: string;
  type: 'Directory' | 'File';
  mode: number;
  uid: number;
  gid: number;
}

/**
 * One entry of a tar, the same for the same content.
 * @throws Error for a path that a plain header cannot hold
 */
export function tarEntry(head: TarHead, content = Buffer.alloc(0)): Buffer {
  const header = new Header({ ...head, size: content.length, mtime: new Date(0) });
  const block = Buffer.alloc(BLOCK);
  if (header.encode(block, 0)) throw new Error(`${head.path} needs more than a plain tar header`);
  const padding = Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  return Buffer.concat([block, content, padding]);
}
