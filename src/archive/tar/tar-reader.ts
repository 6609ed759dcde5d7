import { paxRecords } from './pax-records.ts';
import { shownName } from './shown-name.ts';
import { BLOCK, type TarHeader, tarHeader } from './tar-header.ts';
import type { TarKind, TarMember } from './tar-member.ts';
import { TarRefused } from './tar-refused.ts';

/** Reads a tar as it comes. Its functions throw TarRefused. */
export interface TarReader {
  /** The next bytes, cut anywhere. */
  push(bytes: Uint8Array): void;
  /** There are no more: a tar that was cut off, also between two entries, is none. */
  end(): void;
}

/** Bytes of a long name, or of the records of an entry: names and attributes. */
const LONGEST = 1024 * 1024;

const kinds: Readonly<Record<string, TarKind>> = {
  '0': 'file',
  '\0': 'file',
  '1': 'hard link',
  '2': 'link',
  '3': 'character device',
  '4': 'block device',
  '5': 'folder',
  '6': 'pipe',
};

/** What came before an entry and is about it. */
interface Before {
  pax: Buffer | null;
  longName: string | null;
  longTarget: string | null;
}

const nothingBefore: Before = { pax: null, longName: null, longTarget: null };

/**
 * Lists a tar as GNU tar understands it, and refuses whatever one program may take for this and another for
 * that. The contents of files are passed over.
 */
export function tarReader(onMember: (member: TarMember) => void): TarReader {
  let block: Buffer = Buffer.alloc(0);
  /** Bytes of a content and its padding that are still to come. */
  let left = 0;
  /** Of a content that is needed: its header, and what came of it. */
  let kept: { header: TarHeader; parts: Buffer[] } | null = null;
  let before = nothingBefore;
  /** Blocks of zeros at the end: two. */
  let zeros = 0;

  const content = (part: Buffer) => {
    left -= part.length;
    kept?.parts.push(part);
    if (left > 0 || kept === null) return;
    const { header, parts } = kept;
    kept = null;
    before = withContent(before, header, Buffer.concat(parts));
  };
  const header = (bytes: Buffer) => {
    if (bytes.every((byte) => byte === 0)) {
      if (before !== nothingBefore) throw new TarRefused(null, 'it ends before an entry');
      zeros += 1;
      return;
    }
    if (zeros > 0) throw new TarRefused(null, 'it has something behind its end');
    const found = tarHeader(bytes);
    if ('xgLK'.includes(found.type)) {
      if (found.size > LONGEST || found.size === 0)
        throw new TarRefused(found.name, `has ${found.size} bytes of records, or of a name`);
      kept = { header: found, parts: [] };
      left = padded(found.size);
      return;
    }
    const { member, stored } = memberOf(found, before);
    before = nothingBefore;
    left = padded(stored);
    onMember(member);
  };

  return {
    push(chunk) {
      const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
      for (let at = 0; at < bytes.length; ) {
        if (left > 0) {
          const part = bytes.subarray(at, at + left);
          at += part.length;
          content(part);
          continue;
        }
        const part = bytes.subarray(at, at + BLOCK - block.length);
        at += part.length;
        block = block.length === 0 ? part : Buffer.concat([block, part]);
        if (block.length < BLOCK) continue;
        const whole = block;
        block = Buffer.alloc(0);
        header(whole);
      }
    },
    end() {
      if (zeros < 2 || left > 0 || block.length > 0)
        throw new TarRefused(null, 'it is cut off: its end is missing');
    },
  };
}

function padded(size: number): number {
  return Math.ceil(size / BLOCK) * BLOCK;
}

/** What is known of the next entry once a header before it is whole. */
function withContent(before: Before, { type, name, size }: TarHeader, content: Buffer): Before {
  const bytes = content.subarray(0, size);
  if (type === 'g') {
    const isIdle = [...paxRecords(bytes, name).keys()].every((key) => key === 'comment');
    if (!isIdle) throw new TarRefused(name, 'has records for all entries that follow');
    return before;
  }
  const text = () => {
    const end = bytes.indexOf(0);
    if (end === -1 || bytes.subarray(end).some((byte) => byte !== 0))
      throw new TarRefused(name, 'has a long name that is damaged');
    return bytes.toString('latin1', 0, end);
  };
  const isTwice =
    type === 'x' ? before !== nothingBefore : before.pax !== null || before[longOf(type)] !== null;
  if (isTwice) throw new TarRefused(name, 'is named twice');
  return type === 'x' ? { ...before, pax: bytes } : { ...before, [longOf(type)]: text() };
}

function longOf(type: string): 'longName' | 'longTarget' {
  return type === 'L' ? 'longName' : 'longTarget';
}

/** @returns the entry, and the bytes that are stored of it */
function memberOf(header: TarHeader, before: Before): { member: TarMember; stored: number } {
  const records = before.pax === null ? null : paxRecords(before.pax, header.name);
  const path =
    records?.get('GNU.sparse.name') ?? records?.get('path') ?? before.longName ?? header.name;
  const wrong = (why: string) => new TarRefused(shownName(path), why);
  const kind = kinds[header.type];
  if (kind === undefined) throw wrong(`is of a type that gecko does not unpack`);
  const number = (key: string, otherwise: number) => {
    const text = records?.get(key);
    if (text === undefined) return otherwise;
    if (!/^\d{1,15}$/.test(text)) throw wrong(`has a ${key} that is no number, or negative`);
    return Number(text);
  };
  const stored = number('size', header.size);
  if (kind !== 'file' && stored > 0) throw wrong(`is a ${kind} with a content`);
  const isSparse = [...(records?.keys() ?? [])].some((key) => key.startsWith('GNU.sparse.'));
  const version = `${records?.get('GNU.sparse.major')}.${records?.get('GNU.sparse.minor')}`;
  if (isSparse && (version !== '1.0' || kind !== 'file'))
    throw wrong('has holes in a way that gecko does not read');
  return {
    stored,
    member: {
      path,
      kind,
      mode: header.mode & 0o7777,
      uid: number('uid', header.uid),
      gid: number('gid', header.gid),
      size: isSparse ? number('GNU.sparse.realsize', 0) : stored,
      target:
        kind === 'link' || kind === 'hard link'
          ? (records?.get('linkpath') ?? before.longTarget ?? header.target)
          : '',
      hasRights: records?.has('SCHILY.xattr.security.capability') === true,
    },
  };
}
