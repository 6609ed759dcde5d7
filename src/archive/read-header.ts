import { Header } from 'tar';

/** The head in a block of a tar; null where it is none: `tar` throws at some numbers that are none. */
export function readHeader(block: Buffer): Header | null {
  try {
    return new Header(block, 0);
  } catch {
    return null;
  }
}
