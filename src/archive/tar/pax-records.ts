import { TarRefused } from './tar-refused.ts';

/** Those that say nothing, or nothing that this side has to know. */
const others =
  /^(uname|gname|mtime|atime|ctime|comment|SCHILY\.(xattr\..+|acl\.(access|default)|dev|ino|nlink|fflags)|RHT\.security\.selinux|LIBARCHIVE\.(creationtime|xattr\..+))$/;

const known = new Set([
  'path',
  'linkpath',
  'size',
  'uid',
  'gid',
  'GNU.sparse.major',
  'GNU.sparse.minor',
  'GNU.sparse.name',
  'GNU.sparse.realsize',
]);

/**
 * The records of an extended header: `LENGTH KEY=VALUE\n` each, in bytes (POSIX.1-2001, pax). Read by their
 * lengths, as the program that unpacks does: a value may have line ends in it.
 * @param entry whose name an error has
 * @returns values with a character for each byte
 * @throws TarRefused where they are not so, or have what gecko does not know
 */
export function paxRecords(bytes: Buffer, entry: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const wrong = (why: string) => new TarRefused(entry, `has extended records that ${why}`);
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(32, at);
    const digits = space === -1 ? '' : bytes.toString('latin1', at, space);
    const end = at + Number(digits);
    if (!/^[1-9]\d{0,8}$/.test(digits) || end > bytes.length || end <= space + 1)
      throw wrong('are damaged');
    const text = bytes.toString('latin1', space + 1, end);
    const equals = text.indexOf('=');
    if (equals < 1 || !text.endsWith('\n')) throw wrong('are damaged');
    const [key, value] = [text.slice(0, equals), text.slice(equals + 1, -1)];
    if (found.has(key)) throw wrong(`have ${JSON.stringify(key)} twice`);
    if (!known.has(key) && !others.test(key))
      throw wrong(`gecko does not know: ${JSON.stringify(key.slice(0, 100))}`);
    found.set(key, value);
    at = end;
  }
  return found;
}
