import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { tarListing } from '../../archive/tar/tar-listing.ts';
import { TarRefused } from '../../archive/tar/tar-refused.ts';
import { withVolumeTool } from '../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { refusedArchive } from './refused-archive.ts';
import { RESERVED } from './reserved-names.ts';
import { nothingSaved, type Saved } from './saved.ts';
import { storeAll } from './store-all.ts';
import { toolImage } from './tool-image.ts';
import { packing } from './volume-tar.ts';

export interface VolumeToSave {
  /** As the engine knows it; it is there. */
  name: string;
  /** Whose data it is; null: none of ours. */
  service: string | null;
  /** What is stored is read all the same. */
  reread: boolean;
}

const FOLDER = '/volume';

/**
 * Stores a volume as one tar, with everything that a file has: owner, rights, times, links, holes and
 * attributes. It is mounted read-only.
 * @throws GeckoError VOLUME_BUSY (exit 22) where files change meanwhile, ARCHIVE_REFUSED (25) where it has
 *   what could not be restored, NO_SPACE (24), VOLUME_TOOL (1), and the engine's
 */
export async function saveVolume(
  { name, service, reread }: VolumeToSave,
  project: DockerProject,
  place: RepositoryPlace,
  runtime: Runtime,
): Promise<Saved> {
  const { engine, owner } = project;
  const spec = {
    name: owner.project,
    image: await toolImage(engine, runtime),
    labels: ownerLabels(owner),
    mounts: [{ type: 'volume' as const, source: name, target: FOLDER, readOnly: true }],
  };
  const path = `volumes/${name}.tar`;
  return withVolumeTool(
    engine,
    spec,
    async (tool) => {
      // It ends with 1 where a file has gone meanwhile.
      const used = await tool.run(['sh', '-c', 'du -sk "$0" 2>/dev/null; true', FOLDER]);
      const size = Number.parseInt(used, 10) * 1024;
      const read = () => watched(name, tool.read(packing(FOLDER)), runtime);
      const waiting = [{ path, size, isTar: true, read }];
      const { files, written } = await storeAll(waiting, place, runtime, { reread });
      const volumes = [{ name, service, file: path }];
      return { content: { ...nothingSaved, volumes, files }, written };
    },
    runtime.signal,
  );
}

/** The bytes of the tar; what a restore would refuse is told now, and not when it is needed. */
async function* watched(
  volume: string,
  tar: AsyncIterable<Buffer>,
  { ui }: Runtime,
): AsyncGenerator<Buffer> {
  const listing = tarListing({ allowsSpecial: true, reserved: RESERVED });
  try {
    for await (const bytes of tar) {
      listing.push(bytes);
      yield bytes;
    }
    const { special } = listing.end();
    if (special === null) return;
    const text = `In ${volume}, ${special}: to restore it, gecko restore volume needs --special`;
    ui.event({ type: 'warning', text });
  } catch (error) {
    if (error instanceof TarRefused)
      throw refusedArchive(
        `The volume ${volume}`,
        error,
        'It could not be restored: rename that file, then run the backup again.',
      );
    throw changedMeanwhile(volume, error);
  }
}

/** GNU tar ends with 1 where a file was another one after it was read, and with 2 where it could not go on. */
function changedMeanwhile(volume: string, error: unknown): unknown {
  const isTars = error instanceof GeckoError && error.code === 'VOLUME_TOOL';
  if (!isTars || error.details.exitCode !== 1) return error;
  const names = [...error.message.matchAll(/tar: (.+?): (?:file changed|File removed)/g)];
  const what =
    names.length === 0
      ? 'Files'
      : names
          .slice(0, 3)
          .map(([, name]) => name)
          .join(', ');
  return new GeckoError('VOLUME_BUSY', `${what} in ${volume} changed while it was read`, {
    exitCode: exitCodes.conflict,
    hint: 'Stop the containers that use it, then run the backup again. Nothing was kept of this one.',
    details: { volume },
    cause: error,
  });
}
