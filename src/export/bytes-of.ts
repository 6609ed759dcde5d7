import type { Content } from './export-file.ts';

/** What a file holds, as bytes. */
export async function bytesOf(content: Content): Promise<Buffer<ArrayBuffer>> {
  if (typeof content === 'string') return Buffer.from(content);
  return Buffer.from(content instanceof Uint8Array ? content : await content.read());
}
