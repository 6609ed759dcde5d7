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
  /**
   * Of all entries but the top with name, kind, mode, owner, size and target, in whatever order they are, and
   * whichever name of a file comes first.
   */
  digest: string;
  /** Folders that have no entry of their own. */
  implied: readonly string[];
}

/** Reads a tar that passes by. */
export interface TarListener {
  /** @throws TarRefused */
  push(bytes: Uint8Array): void;
  /** @throws TarRefused where it is cut off */
  end(): TarListing;
}

/**
 * @param onEntry gets each entry with its plain path
 * @param ignored paths that do not go into the digest
 */
export function tarListing(
  rules: MemberRules,
  onEntry: (path: string, member: TarMember) => void = () => {},
  ignored: ReadonlySet<string> = new Set(),
): TarListener {
  const check = memberCheck(rules);
  const digest = Buffer.alloc(32);
  const sizes = new Map<string, number>();
  const reader = tarReader((member) => {
    const path = check.add(member);
    onEntry(path, member);
    if (path === '' || ignored.has(path)) return;
    const target = member.target.replace(/^\.\//, '');
    const size = member.kind === 'hard link' ? (sizes.get(target) ?? 0) : member.size;
    sizes.set(path, size);
    const sum = createHash('sha256')
      .update(line(path, size, member), 'latin1')
      .digest();
    for (let at = 0; at < digest.length; at += 1) digest[at] = (digest[at] ?? 0) ^ (sum[at] ?? 0);
  });
  return {
    push: (bytes) => reader.push(bytes),
    end() {
      reader.end();
      const { entries, bytes, special } = check;
      return { entries, bytes, special, digest: digest.toString('hex'), implied: check.implied() };
    },
  };
}

function line(path: string, size: number, { kind, mode, uid, gid, target }: TarMember): string {
  const isHard = kind === 'hard link';
  return [
    path,
    isHard ? 'file' : kind,
    size,
    // Of a link's mode nobody asks; Linux gives it one.
    kind === 'link' ? '' : mode,
    uid,
    gid,
    isHard ? '' : target,
  ].join('\0');
}
