import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { tarEnd } from '../engine/execute/tar-entry.ts';
import { TAR_BLOCK, tarHead } from '../engine/execute/tar-head.ts';
import { bundleMembers } from './bundle-manifest.ts';
import { writeDraft } from './write-draft.ts';

/** Images and weights are no secrets: for whom the system's mask lets read. */
const MODE = 0o666;

/** A file in the bundle, streamed: its size is known once it has been read. */
export interface BundleMember {
  name: string;
  content(): AsyncIterable<Uint8Array> | Promise<AsyncIterable<Uint8Array>>;
}

/**
 * Writes members into one tar, and their sums as the last. The file appears under its name when all of
 * it is on the disk; whatever goes wrong before, nothing of it is left.
 *
 * @param onProgress told how many bytes are written
 * @returns bytes of the file
 * @throws what a member throws, the system's errors, the signal's reason
 */
export async function writeBundle(
  path: string,
  members: readonly BundleMember[],
  { onProgress, signal }: { onProgress(written: number): void; signal: AbortSignal },
): Promise<number> {
  return writeDraft(path, MODE, async (file) => {
    const tar = { file, end: 0, onProgress, signal };
    const sums: string[] = [];
    for (const { name, content } of members)
      sums.push(`${await addMember(tar, name, await content())}  ${name}\n`);
    await addMember(tar, bundleMembers.sums, only(Buffer.from(sums.join(''))));
    await put(tar, tarEnd);
    return tar.end;
  });
}

interface Tar {
  file: FileHandle;
  end: number;
  onProgress(written: number): void;
  signal: AbortSignal;
}

/** The header comes last, over the room that was left for it. @returns the sha256 */
async function addMember(
  tar: Tar,
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<string> {
  const start = tar.end;
  const hash = createHash('sha256');
  tar.end += TAR_BLOCK;
  for await (const piece of content) {
    tar.signal.throwIfAborted();
    hash.update(piece);
    await put(tar, piece);
  }
  const size = tar.end - start - TAR_BLOCK;
  await put(tar, Buffer.alloc((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK));
  const head = tarHead({ path, type: 'File', mode: 0o644, uid: 0, gid: 0 }, size);
  await write(tar.file, head, start);
  return hash.digest('hex');
}

async function put(tar: Tar, bytes: Uint8Array): Promise<void> {
  await write(tar.file, bytes, tar.end);
  tar.end += bytes.length;
  tar.onProgress(tar.end);
}

/** A disk that is nearly full takes a part. */
async function write(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

async function* only(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
