import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { Header } from 'tar';
import { TAR_BLOCK } from '../engine/execute/tar-head.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import { bundleError } from './bundle-error.ts';
import { type BundleManifest, bundleMembers, parseBundleManifest } from './bundle-manifest.ts';
import { readHeader } from './read-header.ts';

/** A file of `gecko pull --save`, open for reading; nothing of it is ever extracted by its own names. */
export interface Bundle {
  manifest: BundleManifest;
  /** Bytes of all members. */
  size: number;
  /**
   * Reads every member, and compares it with its sum.
   * @throws GeckoError BUNDLE_DAMAGED (exit 25), the signal's reason
   */
  verify(onProgress: (read: number) => void, signal: AbortSignal): Promise<void>;
  /** The bytes of a member; null where it has none of that name. */
  read(name: string): Readable | null;
  close(): Promise<void>;
}

interface Member {
  start: number;
  size: number;
}

const known: ReadonlySet<string> = new Set(Object.values(bundleMembers));

/** Larger than any manifest: those of this size are not read into memory. */
const TEXT_LIMIT = 2 ** 20;

/** @throws GeckoError PATH_MISSING (exit 2), BUNDLE_DAMAGED (25) */
export async function openBundle(path: string): Promise<Bundle> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw missing(path, error);
  });
  try {
    const members = await membersOf(file, path);
    const manifest = parseBundleManifest(
      (await textOf(file, members.get(bundleMembers.manifest))) ?? '',
    );
    if ('problem' in manifest) throw bundleError(path, manifest.problem);
    return {
      manifest,
      size: [...members.values()].reduce((sum, { size }) => sum + size, 0),
      verify: (onProgress, signal) => verify({ file, path, members }, onProgress, signal),
      read: (name) => {
        const member = members.get(name);
        return member === undefined ? null : Readable.from(bytesOf(file, member));
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** By their headers, which is all that is read of it. */
async function membersOf(file: FileHandle, path: string): Promise<Map<string, Member>> {
  const { size: whole } = await file.stat();
  const members = new Map<string, Member>();
  for (let at = 0; ; ) {
    const header = await headerAt(file, at);
    if (header === null)
      throw bundleError(path, members.size === 0 ? 'it is no tar' : 'its end is missing');
    if (header.nullBlock) return members;
    const { path: name = '', size = 0, type } = header;
    if (!header.cksumValid || type !== 'File' || !known.has(name) || members.has(name))
      throw bundleError(
        path,
        members.size === 0 ? 'it is no file of gecko pull --save' : 'it was changed',
      );
    const start = at + TAR_BLOCK;
    if (size < 0 || start + size > whole) throw bundleError(path, 'its end is missing');
    members.set(name, { start, size });
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

async function headerAt(file: FileHandle, position: number): Promise<Header | null> {
  const block = Buffer.alloc(TAR_BLOCK);
  const { bytesRead } = await file.read(block, 0, TAR_BLOCK, position);
  return bytesRead < TAR_BLOCK ? null : (readHeader(block) ?? new Header());
}

async function verify(
  { file, path, members }: { file: FileHandle; path: string; members: Map<string, Member> },
  onProgress: (read: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const sums = parseSums((await textOf(file, members.get(bundleMembers.sums))) ?? '');
  let read = 0;
  for (const [name, member] of members) {
    if (name === bundleMembers.sums) continue;
    const hash = createHash('sha256');
    for await (const piece of bytesOf(file, member)) {
      signal.throwIfAborted();
      hash.update(piece);
      read += piece.length;
      onProgress(read);
    }
    if (hash.digest('hex') !== sums.get(name))
      throw bundleError(path, `${name} is not what was written`);
    sums.delete(name);
  }
  const [lost] = sums.keys();
  if (lost !== undefined) throw bundleError(path, `${lost} is missing`);
}

/** `HEX  NAME`, a line each. */
function parseSums(text: string): Map<string, string> {
  return new Map(
    text.split('\n').flatMap((line) => {
      const [, sum, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
      return sum === undefined || name === undefined ? [] : [[name, sum] as const];
    }),
  );
}

async function textOf(file: FileHandle, member: Member | undefined): Promise<string | null> {
  if (member === undefined || member.size > TEXT_LIMIT) return null;
  const parts: Buffer[] = [];
  for await (const piece of bytesOf(file, member)) parts.push(piece);
  return Buffer.concat(parts).toString('utf8');
}

const PIECE = 2 ** 20;

async function* bytesOf(file: FileHandle, { start, size }: Member): AsyncGenerator<Buffer> {
  for (let done = 0; done < size; ) {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, size - done));
    const { bytesRead } = await file.read(piece, 0, piece.length, start + done);
    if (bytesRead === 0) throw new Error('the file was cut while it was read');
    done += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

function missing(path: string, cause: unknown): unknown {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  if (!isMissing) return cause;
  return new GeckoError('PATH_MISSING', `There is no ${path}`, {
    exitCode: exitCodes.usage,
    cause,
  });
}
