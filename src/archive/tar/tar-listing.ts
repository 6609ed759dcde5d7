import { createHash } from 'node:crypto';
import { type MemberRules, memberCheck } from './member-check.ts';
import type { TarMember } from './tar-member.ts';
import { tarReader } from './tar-reader.ts';

/** What a tar holds. */
export interface TarListing {
  entries: number;
  /** Bytes of all files, holes counted. */
  bytes: number;
  /** The first entry that is unusual, in words; null: none is. */
  special: string | null;
  /** Of all entries with name, kind, mode, owner, size and target, in whatever order they are. */
  digest: string;
}

/** Reads a tar that passes by. */
export interface TarListener {
  /** @throws TarRefused */
  push(bytes: Uint8Array): void;
  /** @throws TarRefused where it is cut off */
  end(): TarListing;
}

/** @param onEntry gets each entry with its plain path */
export function tarListing(
  rules: MemberRules,
  onEntry: (path: string, member: TarMember) => void = () => {},
): TarListener {
  const check = memberCheck(rules);
  const digest = Buffer.alloc(32);
  const reader = tarReader((member) => {
    const path = check.add(member);
    const sum = createHash('sha256').update(line(path, member), 'latin1').digest();
    for (let at = 0; at < digest.length; at += 1) digest[at] = (digest[at] ?? 0) ^ (sum[at] ?? 0);
    onEntry(path, member);
  });
  return {
    push: (bytes) => reader.push(bytes),
    end() {
      reader.end();
      const { entries, bytes, special } = check;
      return { entries, bytes, special, digest: digest.toString('hex') };
    },
  };
}

function line(path: string, { kind, mode, uid, gid, size, target }: TarMember): string {
  // Which of the names of a file comes first, and with its size, is the order's affair.
  const what = kind === 'hard link' ? ['', ''] : [kind, size];
  // Of a link's mode nobody asks; Linux gives it one.
  const rights = kind === 'link' ? '' : mode;
  return [path, ...what, rights, uid, gid, kind === 'hard link' ? '' : target].join('\0');
}
