import { Readable } from 'node:stream';
import type { TarListing } from '../../../archive/tar/tar-listing.ts';
import { tarListing } from '../../../archive/tar/tar-listing.ts';
import { withVolumeTool } from '../../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { toolImage } from '../tool-image.ts';
import { packing, sumScript, unpacking } from '../volume-tar.ts';

/** A tar that has been looked at, and can be read once more. */
export interface Unpacked {
  /** What was found in it: it has to arrive like this. */
  listing: TarListing;
  /** Sum of a tar as `packing` makes it; null: another program made it. */
  sha256: string | null;
  /** Where in it the data is: `` or `v/storage`. */
  folder: string;
  /** `uid:gid` of everything in it; null: as it says itself. */
  owner: string | null;
  read(): AsyncIterable<Buffer>;
}

const RAW = '/new/raw';
const DATA = '/new/data';

/**
 * Unpacks a tar into a volume that has nothing else, under `data`, in a container with that volume alone, and
 * compares what has arrived with what was looked at.
 * @throws GeckoError VOLUME_UNPROVEN (exit 25), NO_SPACE (24), VOLUME_TOOL (1), and what reading it throws
 */
export async function fillNew(
  volume: string,
  { listing, sha256, folder, owner, read }: Unpacked,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const { engine } = project;
  const labels = ownerLabels(project.owner);
  const image = await toolImage(engine, runtime);
  const mount = (readOnly: boolean) => [
    { type: 'volume' as const, source: volume, target: '/new', readOnly },
  ];
  const spec = { name: project.owner.project, image, labels };
  let failure: { error: unknown } | null = null;
  async function* content() {
    try {
      yield* read();
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  await withVolumeTool(
    engine,
    { ...spec, mounts: mount(false) },
    async (tool) => {
      await tool.run(['mkdir', RAW]);
      try {
        await tool.run(unpacking(RAW), Readable.from(content()));
      } catch (error) {
        // To the program it looks like a tar that was cut off.
        throw (failure as { error: unknown } | null)?.error ?? error;
      }
      await tool.run(['sync']);
    },
    runtime.signal,
  );
  // Another container, which cannot write: what it sees is on the volume.
  await withVolumeTool(
    engine,
    { ...spec, mounts: mount(true) },
    async (tool) => {
      if (sha256 !== null && (await tool.run(['sh', '-c', sumScript(RAW)])).startsWith(sha256))
        return;
      const arrived = tarListing({ allowsSpecial: true }, undefined, new Set(listing.implied));
      for await (const bytes of tool.read(packing(RAW))) arrived.push(bytes);
      if (arrived.end().digest !== listing.digest) throw unproven();
    },
    runtime.signal,
  );
  await withVolumeTool(
    engine,
    { ...spec, mounts: mount(false) },
    async (tool) => {
      if (owner !== null) await tool.run(['chown', '-R', '-h', owner, RAW]);
      await tool.run(['mv', folder === '' ? RAW : `${RAW}/${folder}`, DATA]);
      await tool.run(['sync']);
    },
    runtime.signal,
  );
}

function unproven(): GeckoError {
  return new GeckoError('VOLUME_UNPROVEN', 'What was unpacked is not what the archive has', {
    exitCode: exitCodes.integrity,
    hint: 'What was there before is unchanged. Look at the disk of the engine, then run the command again.',
  });
}
