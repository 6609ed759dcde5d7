import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import { unreadable } from './unreadable.ts';

/** Limits of an archive that is a document: far above what documents need. */
const MOST_ENTRIES = 5_000;
const MOST_BYTES = 200 * 2 ** 20;
const LONGEST_NAME = 1_000;

/** Above this size, so many times its packed size says that it was made to burst. */
const EXPANSION_FROM = 2 ** 20;
const MOST_EXPANSION = 200;

/**
 * The members of a ZIP archive that is a document, read in memory and by name only: no path of it is
 * ever used as one. Sizes are checked before and while a member is unpacked.
 * @param wanted names to read
 * @throws ServiceError DOCUMENT_UNREADABLE with the reason
 */
export async function readArchive(
  bytes: Uint8Array,
  wanted: (name: string) => boolean,
): Promise<Map<string, Buffer>> {
  try {
    const archive = await fromBufferPromise(asBuffer(bytes), { strictFileNames: true });
    const entries = await entriesOf(archive);
    const members = new Map<string, Buffer>();
    for (const entry of entries.filter(({ fileName }) => wanted(fileName))) {
      // No more comes out than the entry says.
      members.set(entry.fileName, await buffer(await archive.openReadStreamPromise(entry)));
    }
    return members;
  } catch (error) {
    throw error instanceof ServiceError
      ? error
      : broken(`its archive is broken: ${phraseOf(error)}`, error);
  }
}

/** The same memory. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

async function entriesOf(archive: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = [];
  const names = new Set<string>();
  let total = 0;
  for await (const entry of archive.eachEntry()) {
    const { fileName, compressedSize, uncompressedSize } = entry;
    total += uncompressedSize;
    if (entry.isEncrypted()) throw broken('it is encrypted');
    if (fileName.length > LONGEST_NAME)
      throw broken('a member of its archive has a name that is too long');
    if (names.has(fileName)) throw broken('its archive has a member twice');
    if (entries.length >= MOST_ENTRIES)
      throw broken(`its archive has more than ${MOST_ENTRIES} members`);
    const isBomb =
      uncompressedSize > EXPANSION_FROM && uncompressedSize > MOST_EXPANSION * compressedSize;
    if (isBomb || total > MOST_BYTES)
      throw broken('its archive unpacks to far more than a document holds');
    names.add(fileName);
    entries.push(entry);
  }
  return entries;
}

function broken(reason: string, cause?: unknown): ServiceError {
  return unreadable(reason, 'Open it in its program and save it again, or leave it out.', cause);
}
