import { shownName } from './shown-name.ts';
import type { TarMember } from './tar-member.ts';
import { TarRefused } from './tar-refused.ts';

/** Entries of a tar that is not known to be somebody's own; more take the memory of this side. */
const MOST_ENTRIES = 500_000;

/** Of one name, and of a path, as Linux has them. */
const [LONGEST_NAME, LONGEST_PATH] = [255, 4_095];

export interface MemberRules {
  /**
   * Takes what a volume may have and an archive of somebody else must not: device files, pipes, programs that
   * run as their owner, names that differ only in their Unicode form, and any number of entries.
   */
  allowsSpecial: boolean;
  /** Names that gecko itself needs; where the top of a volume is, the archive alone does not tell. */
  reserved?: readonly string[];
}

/** Looks at the entries of a tar in their order; what it refuses must not be unpacked at all. */
export interface MemberCheck {
  /** @throws TarRefused @returns its path from the top, without `./` and `/` at its end; `` is the top */
  add(member: TarMember): string;
  /** What it would have refused without `allowsSpecial`: the first, in words. */
  readonly special: string | null;
  readonly entries: number;
  /** Folders that it has no entry of, but entries below; they come to be all the same. */
  implied(): string[];
  /** Bytes of all files. */
  readonly bytes: number;
}

type Seen = 'file' | 'folder' | 'implied' | 'link' | 'other';

/**
 * Whether a tar can be unpacked into an empty folder without touching anything beside it: no way leads out,
 * none through a link, nothing replaces what it has put there itself.
 */
export function memberCheck({ allowsSpecial, reserved = [] }: MemberRules): MemberCheck {
  const seen = new Map<string, Seen>([['', 'implied']]);
  /** By their composed form. */
  const forms = new Map<string, string>();
  let [special, entries, bytes]: [string | null, number, number] = [null, 0, 0];
  const unusual = (member: TarMember, why: string) => {
    const refusal = new TarRefused(shownName(member.path), why);
    if (!allowsSpecial) throw refusal;
    special ??= refusal.message;
  };
  const note = (path: string, what: Seen, member: TarMember) => {
    seen.set(path, what);
    // Nothing else has two forms.
    if (!/[\x80-\xff]/.test(path)) return;
    const form = shownName(path).normalize('NFC');
    const other = forms.get(form);
    if (other !== undefined && other !== path)
      unusual(member, 'has the same name as another entry, in another Unicode form');
    forms.set(form, path);
  };
  /** The folders on the way to it are folders. */
  const way = (path: string, member: TarMember) => {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const parent = path.slice(0, at);
      const found = seen.get(parent);
      if (found === undefined) note(parent, 'implied', member);
      else if (found !== 'folder' && found !== 'implied')
        throw new TarRefused(
          shownName(member.path),
          found === 'link' ? 'leads through a link' : 'lies below what is no folder',
        );
    }
  };
  return {
    get special() {
      return special;
    },
    get entries() {
      return entries;
    },
    get bytes() {
      return bytes;
    },
    implied: () =>
      [...seen].flatMap(([path, what]) => (what === 'implied' && path !== '' ? [path] : [])),
    add(member) {
      entries += 1;
      bytes += member.size;
      if (entries === MOST_ENTRIES + 1) unusual(member, `is entry ${entries}: there are too many`);
      const path = plainPath(member.path, member, 'leads out of the archive');
      if (path.split('/').some((name) => reserved.includes(name)))
        throw new TarRefused(shownName(member.path), 'has a name that gecko needs itself');
      way(path, member);
      const before = seen.get(path);
      if (before !== undefined && !(before === 'implied' && member.kind === 'folder'))
        throw new TarRefused(shownName(member.path), 'is there twice');
      const what = seenAs(member, seen, unusual);
      note(path, what, member);
      return path;
    },
  };
}

/** What an entry is for those that come after it. */
function seenAs(
  member: TarMember,
  seen: ReadonlyMap<string, Seen>,
  unusual: (member: TarMember, why: string) => void,
): Seen {
  const { kind, mode, target, path } = member;
  const rights = kind === 'folder' ? 0o4000 : kind === 'link' ? 0 : 0o6000;
  if (mode & rights) unusual(member, 'would run as its owner (setuid, setgid)');
  if (member.hasRights) unusual(member, 'would run with rights of its own (capabilities)');
  switch (kind) {
    case 'file':
    case 'folder':
      return kind;
    case 'link':
      if (target === '' || target.includes('\0'))
        throw new TarRefused(shownName(path), 'is a link to nothing');
      return 'link';
    case 'hard link': {
      const first = seen.get(plainPath(target, member, 'is a hard link out of the archive'));
      if (first === undefined || first === 'folder' || first === 'implied')
        throw new TarRefused(shownName(path), 'is a hard link to no file before it');
      if (first !== 'file') unusual(member, `is a hard link to what is no file`);
      return first;
    }
    default:
      unusual(member, `is a ${kind}`);
      return 'other';
  }
}

/** Without `./` at its beginning and `/` at a folder's end. */
function plainPath(name: string, member: TarMember, way: string): string {
  const refused = (why: string) => new TarRefused(shownName(member.path), why);
  if (name.includes('\0')) throw refused('has a NUL in its name');
  if (name === '' || name.startsWith('/')) throw refused(way);
  if (name.length > LONGEST_PATH) throw refused('has a path that is too long');
  const isFolder = member.kind === 'folder' && name === member.path;
  const rest = (isFolder ? name.replace(/\/$/, '') : name).replace(/^\.(\/|$)/, '');
  if (rest === '') {
    if (isFolder) return '';
    throw refused('has the name of the whole');
  }
  // Of other systems: a drive and a way out of it, ways with backslashes.
  if (/^[A-Za-z]:(\.\.?)?([\\/]|$)/.test(rest)) throw refused(way);
  for (const part of rest.split('/')) {
    if (part === '' || part === '.') throw refused('has a name that is no plain path');
    if (/(^|\\)\.\.(\\|$)/.test(part)) throw refused(way);
    if (part.length > LONGEST_NAME) throw refused('has a name that is too long');
  }
  return rest;
}
