import { amount } from '../../amount.ts';
import { backupDamaged } from '../../archive/repository/backup-damaged.ts';
import type { ManifestFile, SavedVolume } from '../../archive/repository/manifest.ts';
import type { BackupSource } from '../../archive/repository/source.ts';
import { type TarListing, tarListing } from '../../archive/tar/tar-listing.ts';
import { TarRefused } from '../../archive/tar/tar-refused.ts';
import type { Runtime } from '../../runtime.ts';
import { openProject } from '../docker/open-project.ts';
import { provenBytes } from './proven-bytes.ts';
import { refusedArchive } from './refused-archive.ts';
import { RESERVED } from './reserved-names.ts';
import type { RestorePart } from './restore-part.ts';
import { checkUsers } from './volume/check-users.ts';
import { fromTar, replaceVolume } from './volume/replace-volume.ts';
import { dataVolumes, volumeOfService } from './volume-of-service.ts';

/**
 * A volume of a backup, to be put in the place of what the volume of that name, or of that service, holds.
 * @param allowsSpecial device files, pipes and the like are taken, too
 * @throws GeckoError ARCHIVE_REFUSED (exit 25), VOLUME_IN_USE (22), and the engine's
 */
export async function restoreVolume(
  source: BackupSource,
  saved: SavedVolume,
  { live, allowsSpecial }: { live: string; allowsSpecial: boolean },
  runtime: Runtime,
): Promise<RestorePart> {
  const { manifest } = source;
  const file = manifest.files.find(({ path }) => path === saved.file);
  if (!file) throw backupDamaged(manifest.id, [`${saved.file} is not in its manifest`]);
  const project = await openProject(runtime);
  checkUsers(project.seen, live);
  const listing = await lookedThrough(source, file, allowsSpecial, runtime.signal);
  const isThere = (await project.engine.volume(live)) !== null;
  const size = `${listing.entries} ${listing.entries === 1 ? 'entry' : 'entries'}, ${amount(listing.bytes)}`;
  const isOwn = Object.keys(dataVolumes) as (keyof typeof dataVolumes)[];
  const service = isOwn.find((name) => volumeOfService(name, runtime) === live) ?? null;
  return {
    plan: [
      isThere
        ? `${live}: ${size}, in place of all that the volume holds now`
        : `${live}: ${size}; there is no such volume now`,
    ],
    json: { volumes: [{ volume: live, entries: listing.entries, bytes: listing.bytes }] },
    async carryOut() {
      const read = () => provenBytes(source, file);
      const content = { listing, sha256: file.sha256, folder: '', owner: null, read };
      const fill = fromTar({ live, service }, content, runtime);
      await replaceVolume({ live, service, fill }, runtime);
      return { json: {}, text: [`Restored the volume ${live}: ${size}.`] };
    },
  };
}

async function lookedThrough(
  source: BackupSource,
  file: ManifestFile,
  allowsSpecial: boolean,
  signal: AbortSignal,
): Promise<TarListing> {
  const listing = tarListing({ allowsSpecial, reserved: RESERVED });
  try {
    for await (const bytes of provenBytes(source, file)) {
      signal.throwIfAborted();
      listing.push(bytes);
    }
    return listing.end();
  } catch (error) {
    if (!(error instanceof TarRefused)) throw error;
    throw refusedArchive(`${file.path} of the backup ${source.manifest.id}`, error);
  }
}
