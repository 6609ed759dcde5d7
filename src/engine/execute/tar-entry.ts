import { TAR_BLOCK, type TarHead, tarHead } from './tar-head.ts';

/** What ends a tar. */
export const tarEnd = Buffer.alloc(2 * TAR_BLOCK);

/** One entry of a tar, the same for the same content. @throws as tarHead */
export function tarEntry(head: TarHead, content = Buffer.alloc(0)): Buffer {
  const padding = Buffer.alloc((TAR_BLOCK - (content.length % TAR_BLOCK)) % TAR_BLOCK);
  return Buffer.concat([tarHead(head, content.length), content, padding]);
}
