import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { amount } from '../../amount.ts';
import { type OldContent, type OldService, oldContent } from '../../archive/old/old-content.ts';
import { unpackedBytes } from '../../archive/old/unpacked-bytes.ts';
import { type TarListing, tarListing } from '../../archive/tar/tar-listing.ts';
import { TarRefused } from '../../archive/tar/tar-refused.ts';
import { errorCode } from '../../error-code.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { ollama } from '../../stack/services/ollama.ts';
import { qdrant } from '../../stack/services/qdrant.ts';
import type { Report } from '../../ui/ui.ts';
import { runtimeOf } from '../choose-runtime.ts';
import { openProject } from '../docker/open-project.ts';
import { refusedArchive } from './refused-archive.ts';
import { RESERVED } from './reserved-names.ts';
import { checkUsers } from './volume/check-users.ts';
import { fromTar, replaceVolume } from './volume/replace-volume.ts';
import { volumeOfService } from './volume-of-service.ts';

export interface OldArchiveInput {
  what: OldService;
  /** The file. */
  asked: string;
  dryRun: boolean;
}

const titles = { qdrant: 'the storage of Qdrant', ollama: 'the models of Ollama' };
/** Whom everything in the volume belongs to: the old stack ran as root. */
const owners = { qdrant: qdrant.user ?? '0:0', ollama: ollama.user ?? '0:0' };

/**
 * Restores what `docker run … alpine tar czf` has made of a volume, in place of what the volume of that
 * service holds. It has no manifest, so nothing proves that it is whole: it is looked through strictly, and
 * what it holds is opened beside what is there before it takes its place.
 * @throws GeckoError ARCHIVE_REFUSED, ARCHIVE_UNKNOWN, VOLUME_UNPROVEN (exit 25), BACKUP_MISSING (10),
 *   VOLUME_IN_USE (22), CONFIRMATION_NEEDED (5), RUNTIME_UNSUPPORTED (21), and the engine's
 */
export async function restoreOldArchive(
  { what, asked, dryRun }: OldArchiveInput,
  runtime: Runtime,
): Promise<Report & { exitCode: number }> {
  const { ui } = runtime;
  const path = resolve(asked);
  const { listing, content, sha256 } = await lookedThrough(path, runtime);
  if (content.kind !== what) throw unknown(path, what, content);
  if ((await runtimeOf(runtime)) !== 'docker') throw unsupported(path);
  const live = volumeOfService(what, runtime);
  checkUsers((await openProject(runtime)).seen, live);
  ui.event({
    type: 'warning',
    text: `${path} has no manifest, so gecko cannot verify it: whether it is all that was there, nobody knows`,
  });
  const size = `${listing.entries} entries, ${amount(listing.bytes)}`;
  const plan = `${path} holds ${titles[what]}: ${size}.\n  ${live}: in place of all that the volume holds now`;
  const json = { file: path, volume: live, entries: listing.entries, bytes: listing.bytes };
  const unchanged = { json: { ...json, restored: false }, exitCode: exitCodes.ok };
  if (dryRun) return { ...unchanged, text: () => plan };
  if (!(await ui.confirm(`${plan}\nRestore it?`, '--yes')))
    return { ...unchanged, text: () => 'Nothing was changed.' };
  const tar = {
    listing,
    sha256: null,
    folder: Buffer.from(content.folder, 'latin1').toString(),
    owner: owners[what],
    read: () => sameBytes(path, sha256),
  };
  const fill = fromTar({ live, service: what }, tar, runtime);
  await replaceVolume({ live, service: what, fill }, runtime);
  return {
    json: { ...json, restored: true },
    text: () => `Restored ${titles[what]} into ${live}: ${size}.`,
    exitCode: exitCodes.ok,
  };
}

async function lookedThrough(
  path: string,
  { signal }: Runtime,
): Promise<{ listing: TarListing; content: OldContent; sha256: string }> {
  const looked = oldContent();
  const listing = tarListing({ allowsSpecial: false, reserved: RESERVED }, looked.add);
  const sum = createHash('sha256');
  try {
    for await (const bytes of unpackedBytes(path)) {
      signal.throwIfAborted();
      sum.update(bytes);
      listing.push(bytes);
    }
    return { listing: listing.end(), content: looked.end(), sha256: sum.digest('hex') };
  } catch (error) {
    if (error instanceof TarRefused) throw refusedArchive(path, error);
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'EISDIR'].includes(errorCode(error)))
      throw missing(path, error);
    throw error;
  }
}

/** What was looked through, and nothing else that has taken its name meanwhile. */
async function* sameBytes(path: string, sha256: string): AsyncGenerator<Buffer> {
  const sum = createHash('sha256');
  let last: Buffer | null = null;
  for await (const bytes of unpackedBytes(path)) {
    if (last !== null) yield last;
    sum.update(bytes);
    last = bytes;
  }
  // Before its end: without that, nothing of it counts.
  if (sum.digest('hex') !== sha256)
    throw refusedArchive(path, new TarRefused(null, 'it was changed while it was read'));
  if (last !== null) yield last;
}

function unknown(path: string, what: OldService, content: OldContent): GeckoError {
  const [why, hint] =
    content.kind === 'empty'
      ? [
          'it is empty',
          'Compose puts the name of its project before those of its volumes, so the usual command packs a new, empty volume. docker volume ls shows the full name, such as PROJECT_qdrant_storage: pack that one, or move in with gecko adopt.',
        ]
      : content.kind === 'unknown'
        ? [
            content.beside === null
              ? `it holds neither ${titles.qdrant} (collections, aliases, raft_state.json) nor ${titles.ollama} (models/blobs, models/manifests)`
              : `it holds ${JSON.stringify(content.beside)} beside them`,
            'Nothing was changed.',
          ]
        : [`it holds ${titles[content.kind]}`, `gecko restore ${content.kind} ${path}`];
  return new GeckoError('ARCHIVE_UNKNOWN', `${path} is not ${titles[what]}: ${why}`, {
    exitCode: exitCodes.integrity,
    hint,
    details: { path, found: content.kind },
  });
}

function missing(path: string, cause: unknown): GeckoError {
  return new GeckoError('BACKUP_MISSING', `There is no file ${path} that can be read`, {
    exitCode: exitCodes.nothing,
    hint: 'Give an archive of a volume, or the id of a backup: gecko backup list.',
    details: { path },
    cause,
  });
}

function unsupported(path: string): GeckoError {
  return new GeckoError(
    'RUNTIME_UNSUPPORTED',
    `${path} is of a volume, and the embedded runtime has none`,
    {
      exitCode: exitCodes.unsupported,
      hint: 'Restore it in the docker runtime (gecko up --runtime docker), then move: gecko up --runtime embedded.',
    },
  );
}
