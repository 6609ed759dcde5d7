import { posix } from 'node:path';
import { Readable } from 'node:stream';
import { type Extract, extract, pack } from 'tar-stream';

export interface StoredFile {
  content: Buffer;
  mode: number;
  uid: number;
  gid: number;
}

/** Files by their absolute path; a volume and the writable layer of a container are one each. */
export type FileTree = Map<string, StoredFile>;

/** The tree that a path lies in, and its path there. */
export interface Place {
  tree: FileTree;
  path: string;
}

/** Unpacks a tar into a folder. Where it breaks off, what has come stays, half a file too. */
export async function unpack(
  tar: Readable | Buffer,
  placeOf: (path: string) => Place,
  folder: string,
): Promise<void> {
  // Read whole first: a request that a pipeline ends early takes its connection along.
  const parts: Buffer[] = [];
  let failure: unknown = null;
  try {
    for await (const part of Buffer.isBuffer(tar) ? [tar] : tar) parts.push(part);
  } catch (error) {
    failure = error;
  }
  const entries = extract();
  entries.end(Buffer.concat(parts));
  try {
    await unpackEntries(entries, placeOf, folder);
  } catch (error) {
    throw failure ?? error;
  }
  if (failure !== null) throw failure;
}

async function unpackEntries(
  entries: Extract,
  placeOf: (path: string) => Place,
  folder: string,
): Promise<void> {
  for await (const entry of entries) {
    const { name, type, mode = 0o644, uid = 0, gid = 0 } = entry.header;
    const { tree, path } = placeOf(posix.join(folder, name));
    const parts: Buffer[] = [];
    try {
      for await (const part of entry) if (Buffer.isBuffer(part)) parts.push(part);
    } finally {
      if (type === 'file') tree.set(path, { content: Buffer.concat(parts), mode, uid, gid });
    }
  }
}

/** A path as tar: a file, or a folder with all in it; null where it is not there. */
export function packed(tree: FileTree, path: string, name: string): Readable | null {
  const file = tree.get(path);
  const inside = [...tree].filter(([at]) => at.startsWith(path === '/' ? '/' : `${path}/`));
  if (!file && inside.length === 0) return null;
  const archive = pack();
  const add = (entry: string, { content, mode, uid, gid }: StoredFile) =>
    archive.entry({ name: entry, mode, uid, gid }, content);
  if (file) add(name, file);
  for (const [at, stored] of inside) add(posix.join(name, posix.relative(path, at)), stored);
  archive.finalize();
  return Readable.from(archive, { objectMode: false });
}
