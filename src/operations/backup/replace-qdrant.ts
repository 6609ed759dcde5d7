import { randomBytes } from 'node:crypto';
import type { BackupSource } from '../../archive/repository/source.ts';
import type { RestoredCollection } from '../../embedded/services.ts';
import { holderLabel } from '../../engine/execute/scratch-labels.ts';
import { withVolumeTool } from '../../engine/execute/volume-tool.ts';
import { withQdrantOn } from '../../engine/execute/with-qdrant-on.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import { qdrant } from '../../stack/services/qdrant.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { openScratch } from './open-scratch.ts';
import { qdrantImage } from './qdrant-image.ts';
import { restoreInto } from './restore-into.ts';
import type { RestoredCorpus } from './restore-target.ts';
import { toolImage } from './tool-image.ts';
import { replaceVolume } from './volume/replace-volume.ts';
import { volumeOfService } from './volume-of-service.ts';
import type { SavedQdrant } from './while-filling.ts';

/**
 * Restores where the stack's Qdrant does not start on its volume any more: into a Qdrant on a volume of its
 * own, which then takes the place of what the volume holds. That is kept.
 * @throws GeckoError BACKUP_UNFIT (exit 21), DEADLINE (23) where Qdrant does not start there either, what
 *   filling it throws, and what replacing does; then everything is as it was
 */
export async function replaceQdrant(
  source: BackupSource,
  store: SavedQdrant,
  runtime: Runtime,
): Promise<RestoredCorpus> {
  let collections: RestoredCollection[] = [];
  const aside = await replaceVolume(
    {
      live: volumeOfService('qdrant', runtime),
      service: 'qdrant',
      keepsOld: true,
      async fill(volume, project) {
        collections = await filled(volume, { source, store }, project, runtime);
      },
    },
    runtime,
  );
  return { collections, aside: aside === null ? null : `the volume ${aside}` };
}

async function filled(
  volume: string,
  { source, store }: { source: BackupSource; store: SavedQdrant },
  project: DockerProject,
  runtime: Runtime,
): Promise<RestoredCollection[]> {
  const { engine, owner } = project;
  const { signal, ui } = runtime;
  const name = `${owner.project}-restore-${randomBytes(4).toString('hex')}`;
  const labels = { ...ownerLabels(owner), ...holderLabel() };
  ui.event({ type: 'step', text: 'Starting a Qdrant on a volume of its own' });
  const mounts = [{ type: 'volume' as const, source: volume, target: '/new', readOnly: false }];
  await withVolumeTool(
    engine,
    { name, image: await toolImage(engine, runtime), labels, mounts },
    async (tool) => {
      await tool.run(['mkdir', '/new/data']);
      if (qdrant.user !== null) await tool.run(['chown', qdrant.user, '/new/data']);
    },
    signal,
  );
  const image = await qdrantImage(engine, runtime);
  return withQdrantOn(
    engine,
    { name, image, labels, volume, folder: 'data' },
    async (url) => {
      const server = await openScratch(url, { id: source.manifest.id, store }, runtime);
      const at = { url, apiKey: 'none', token: 'none' };
      return restoreInto(server, at, { source, store }, runtime);
    },
    signal,
  );
}
