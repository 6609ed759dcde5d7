import { createHash } from 'node:crypto';
import { Damage } from '../repository/damage.ts';
import type { Manifest, ManifestFile } from '../repository/manifest.ts';
import { PIECE_SIZE } from '../repository/piece-size.ts';
import type { BackupSource } from '../repository/source.ts';
import { ANNOUNCEMENT_SIZE } from './announcement.ts';
import { announcementOf } from './announcement-of.ts';
import { archiveBytes } from './archive-bytes.ts';
import { type ByteReader, byteReader } from './byte-reader.ts';
import { type Member, readMembers } from './read-members.ts';
import { type ArchiveAccess, surveyArchive } from './survey-archive.ts';

/** Where reading has come to in the file. */
interface Place {
  reader: ByteReader;
  members: AsyncGenerator<Member>;
  /** Index in the manifest of the file that comes next. */
  next: number;
}

/**
 * A backup in a file of its own. It is read forwards only: whoever asks for a file that lies before the last
 * one begins anew.
 * @param manifest of a survey of the same file
 */
export function archiveSource(
  path: string,
  manifest: Manifest,
  { access = {}, provenBy = null }: { access?: ArchiveAccess; provenBy?: string | null } = {},
): BackupSource {
  const index = new Map(manifest.files.map((file, i) => [file.path, i]));
  /** Null while it is read from, and where it has been let go. */
  let idle: Place | null = null;
  const placeBefore = async (wanted: number): Promise<Place> => {
    const found = idle;
    idle = null;
    if (found !== null && found.next <= wanted) return found;
    await found?.reader.close();
    return open(path, manifest, access);
  };
  async function* read(file: ManifestFile): AsyncGenerator<Buffer> {
    const wanted = index.get(file.path) ?? -1;
    if (wanted < 0) throw new Damage('its manifest does not name it');
    const place = await placeBefore(wanted);
    let isWhole = false;
    try {
      yield* content(await memberAt(place, wanted), file);
      isWhole = true;
    } finally {
      if (isWhole && idle === null && place.next < manifest.files.length) idle = place;
      else await place.reader.close();
    }
  }
  return {
    manifest,
    name: path,
    provenBy,
    read,
    async verify(onRead, signal) {
      const total = manifest.files.reduce((sum, { size }) => sum + size, 0);
      const survey = await surveyArchive(path, () => {}, signal, access).catch((error: unknown) => {
        if (error instanceof Damage) return { problem: error.message };
        throw error;
      });
      onRead(total);
      return 'problem' in survey ? [survey.problem] : survey.problems;
    },
  };
}

async function open(path: string, manifest: Manifest, { keys }: ArchiveAccess): Promise<Place> {
  const reader = byteReader(archiveBytes(path, () => {}, keys));
  await reader.take(ANNOUNCEMENT_SIZE);
  return { reader, members: readMembers(reader, announcementOf(manifest).time), next: 0 };
}

async function memberAt(place: Place, wanted: number): Promise<Member> {
  for (;;) {
    const { done, value } = await place.members.next();
    if (done) throw new Damage('it is missing');
    place.next += 1;
    if (place.next > wanted) return value;
  }
}

/** Pieces do not count here, only the file's own sum, as in a survey: what one of them takes, both take. */
async function* content(member: Member, file: ManifestFile): AsyncGenerator<Buffer> {
  const wrong = new Damage('it is not what its manifest says');
  if (member.path !== file.path || member.size !== file.size) throw wrong;
  const whole = createHash('sha256');
  let last: Buffer | null = null;
  for (;;) {
    const bytes = await member.some(PIECE_SIZE);
    if (bytes === null) break;
    if (last !== null) yield last;
    whole.update(bytes);
    last = bytes;
  }
  // Before its end: without that, nothing of it counts.
  if (whole.digest('hex') !== file.sha256) throw wrong;
  if (last !== null) yield last;
}
