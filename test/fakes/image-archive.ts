import { Readable } from 'node:stream';
import type { ImageState } from '../../src/engine/objects.ts';
import type { FakeImage } from './fake-engine.ts';
import { type FileTree, packed, unpack } from './file-tree.ts';

/** An image in a tar: the names that it was asked for by, and what it is. */
export interface ArchivedImage {
  names: readonly string[];
  state: ImageState;
  image: FakeImage;
}

const place = 'manifest.json';

/** A tar with one file, where a real engine's has the same name. */
export function packImages(images: readonly ArchivedImage[]): Readable {
  const content = Buffer.from(JSON.stringify(images));
  const tree: FileTree = new Map([[`/${place}`, { content, mode: 0o644, uid: 0, gid: 0 }]]);
  return packed(tree, `/${place}`, place) ?? Readable.from([]);
}

/** Null where it is no such tar. */
export async function unpackImages(tar: Readable): Promise<ArchivedImage[] | null> {
  const tree: FileTree = new Map();
  const parts: Buffer[] = [];
  for await (const part of tar) parts.push(part);
  await unpack(Buffer.concat(parts), (path) => ({ tree, path }), '/');
  const file = tree.get(`/${place}`);
  return file ? JSON.parse(file.content.toString()) : null;
}
