import { Pax } from 'tar';
import { TAR_BLOCK } from '../../engine/execute/tar-head.ts';

/** Format that this gecko writes, and the newest that it reads. */
const ARCHIVE_SCHEMA = 1;

/** What the beginning of an archive says of the rest. */
export interface Announcement {
  id: string;
  files: number;
  /** Of all files, without the manifest. */
  bytes: number;
  /** Of each member: seconds since the epoch. */
  time: number;
}

/** Bytes of the beginning: a header and its record, of one block each. */
export const ANNOUNCEMENT_SIZE = 2 * TAR_BLOCK;

/** A global pax comment, which every tar passes over. */
export function announcementHead({ id, files, bytes, time }: Announcement): Buffer {
  const comment = `gecko-backup schema=${ARCHIVE_SCHEMA} id=${id} files=${files} bytes=${bytes} time=${time}`;
  return new Pax({ comment }, true).encode();
}

/** Null: it begins no archive of gecko; `newer`: one of a format that came later. */
export function parseAnnouncement(head: Buffer): Announcement | 'newer' | null {
  const shape =
    /^\d+ comment=gecko-backup schema=(\d+) (?:id=([0-9a-f]{8}) files=(\d+) bytes=(\d+) time=(\d+)\n)?/;
  const found = shape.exec(head.subarray(TAR_BLOCK).toString('latin1'));
  if (found === null) return null;
  const [, schema, id, ...numbers] = found;
  if (Number(schema) > ARCHIVE_SCHEMA) return 'newer';
  const [files = 0, bytes = 0, time = 0] = numbers.map(Number);
  if (id === undefined) return null;
  const said = { id, files, bytes, time };
  return announcementHead(said).equals(head) ? said : null;
}
