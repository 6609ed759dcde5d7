/** An entry of a tar made by hand, byte by byte; nothing of it has to make sense. */
export interface CraftedEntry {
  name: string;
  type?: string;
  mode?: number;
  uid?: number;
  gid?: number;
  target?: string;
  content?: Buffer | string;
  /** The field as it is to be, in place of the content's length. */
  size?: Buffer;
  magic?: string;
  /** Records that come before it. */
  pax?: readonly (readonly [string, string])[];
  /** Changes the header before its sum is made. */
  change?: (header: Buffer) => void;
  /** In place of the right one. */
  sum?: number;
}

const BLOCK = 512;

/** A whole tar. @param end bytes behind the last entry */
export function craftedTar(
  entries: readonly CraftedEntry[],
  end = Buffer.alloc(2 * BLOCK),
): Buffer {
  return Buffer.concat([...entries.flatMap(entryBytes), end]);
}

/** `LENGTH KEY=VALUE\n`, the length counted with itself; names have a character for each byte. */
export function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.from(` ${key}=${value}\n`, 'latin1');
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length += 1;
  return Buffer.concat([Buffer.from(String(length)), rest]);
}

function entryBytes(entry: CraftedEntry): Buffer[] {
  const { pax, content = '' } = entry;
  const bytes = Buffer.from(content);
  const records = Buffer.concat((pax ?? []).map(([key, value]) => paxRecord(key, value)));
  return [
    ...(pax === undefined ? [] : entryBytes({ name: 'records', type: 'x', content: records })),
    headerOf(entry, bytes.length),
    bytes,
    Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK),
  ];
}

function headerOf(entry: CraftedEntry, length: number): Buffer {
  const { name, type = '0', mode = 0o644, uid = 0, gid = 0, target = '' } = entry;
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, at: number, digits: number) =>
    header.write(value.toString(8).padStart(digits, '0'), at);
  header.write(name, 0, 100, 'latin1');
  octal(mode, 100, 7);
  octal(uid, 108, 7);
  octal(gid, 116, 7);
  octal(length, 124, 11);
  if (entry.size) entry.size.copy(header, 124);
  octal(0, 136, 11);
  header.write(type, 156, 'latin1');
  header.write(target, 157, 100, 'latin1');
  header.write(entry.magic ?? 'ustar\x0000', 257, 'latin1');
  entry.change?.(header);
  header.fill(' ', 148, 156);
  const sum = entry.sum ?? header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
