import { createHash } from 'node:crypto';
import { Damage } from '../repository/damage.ts';
import type { Manifest } from '../repository/manifest.ts';
import { parseManifest, type Unusable } from '../repository/parse-manifest.ts';
import { ANNOUNCEMENT_SIZE, type Announcement, parseAnnouncement } from './announcement.ts';
import { announcementOf } from './announcement-of.ts';
import { archiveBytes } from './archive-bytes.ts';
import { byteReader } from './byte-reader.ts';
import { MANIFEST_MEMBER } from './manifest-member.ts';
import { type Member, readMembers } from './read-members.ts';

/** What an archive holds. */
export interface ArchiveSurvey {
  manifest: Manifest;
  /** What is not as its manifest says; empty: all is. */
  problems: string[];
}

/** A file of it, as it is. */
interface Found {
  path: string;
  size: number;
  sha256: string;
}

/** Larger than the manifest of any backup. */
const MANIFEST_LIMIT = 256 * 1024 * 1024;

/**
 * Reads an archive from its beginning to its end, once, and compares every byte with the manifest that is
 * the last in it. Keeps no more in memory than a few megabytes, and a line for each file.
 * @param onRead gets the bytes of the file that were read further
 * @throws Damage where it is no whole archive of gecko, the signal's reason, and what reading throws
 */
export async function surveyArchive(
  path: string,
  onRead: (bytes: number) => void,
  signal: AbortSignal,
): Promise<ArchiveSurvey | Unusable> {
  const reader = byteReader(archiveBytes(path, onRead));
  try {
    if (await reader.isAtEnd()) throw new Damage('it is empty');
    const announced = parseAnnouncement(await reader.take(ANNOUNCEMENT_SIZE));
    if (announced === 'newer') return { kind: 'newer', problem: 'a newer gecko wrote it' };
    if (announced === null) throw new Damage('it does not begin as an archive of gecko does');
    const found: Found[] = [];
    let text: string | null = null;
    let left = announced.bytes;
    for await (const member of readMembers(reader, announced.time)) {
      if (text !== null) throw new Damage(`${member.path} was added behind its manifest`);
      if (member.path === MANIFEST_MEMBER) {
        text = await textOf(member, signal);
        continue;
      }
      // Before it is unpacked: what is packed small can be long without end.
      left -= member.size;
      if (left < 0 || found.length === announced.files)
        throw new Damage(`${member.path} is more than its beginning announces`);
      found.push(await summed(member, signal));
    }
    if (text === null) throw new Damage('its manifest is missing');
    const manifest = parseManifest(text);
    if ('problem' in manifest) return manifest;
    return { manifest, problems: compared(manifest, announced, found) };
  } finally {
    await reader.close();
  }
}

async function summed(member: Member, signal: AbortSignal): Promise<Found> {
  const hash = createHash('sha256');
  for await (const bytes of contentOf(member)) {
    signal.throwIfAborted();
    hash.update(bytes);
  }
  const { path, size } = member;
  return { path, size, sha256: hash.digest('hex') };
}

async function textOf(member: Member, signal: AbortSignal): Promise<string> {
  if (member.size > MANIFEST_LIMIT) throw new Damage('its manifest is none of gecko');
  const parts: Buffer[] = [];
  for await (const bytes of contentOf(member)) {
    signal.throwIfAborted();
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function* contentOf(member: Member): AsyncGenerator<Buffer> {
  for (;;) {
    const bytes = await member.some(Number.POSITIVE_INFINITY);
    if (bytes === null) return;
    yield bytes;
  }
}

function compared(manifest: Manifest, announced: Announcement, found: readonly Found[]): string[] {
  const problems: string[] = [];
  const said = announcementOf(manifest);
  if (said.id !== announced.id || said.time !== announced.time)
    problems.push('its manifest is that of another backup');
  const wanted = new Map(manifest.files.map((file) => [file.path, file]));
  const seen = new Set<string>();
  for (const { path, size, sha256 } of found) {
    const file = wanted.get(path);
    if (!file) problems.push(`${path}: its manifest does not name it`);
    else if (seen.has(path)) problems.push(`${path}: it is there twice`);
    else if (file.size !== size || file.sha256 !== sha256)
      problems.push(`${path}: it is not what its manifest says`);
    seen.add(path);
  }
  for (const { path } of manifest.files)
    if (!seen.has(path)) problems.push(`${path}: it is missing`);
  if (problems.length === 0 && manifest.files.some(({ path }, i) => path !== found[i]?.path))
    problems.push('its files are in another order than its manifest says');
  return problems;
}
