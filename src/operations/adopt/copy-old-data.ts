import type { Runtime } from '../../runtime.ts';
import { labelNames, ownerLabels } from '../../stack/labels.ts';
import { volumeName } from '../../stack/names.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { copyModels } from './copy-models.ts';
import { copyStorage } from './copy-storage.ts';
import type { MovePlan } from './move-plan.ts';
import { oldImageOrPull } from './old-image-or-pull.ts';
import { removeScratch } from './remove-scratch.ts';
import { scratchVolume } from './scratch-volume.ts';

/**
 * Copies what the old stack, which is stopped, has: Qdrant's storage into a scratch volume, from the
 * beginning each time, Ollama's models into gecko's own. @throws what either copy throws
 */
export async function copyOldData(
  { qdrant, ollama }: MovePlan,
  { engine, owner }: Pick<DockerProject, 'engine' | 'owner'>,
  runtime: Runtime,
): Promise<void> {
  const labels = ownerLabels(owner);
  if (ollama) {
    const { ollama_storage: named } = runtime.config.volumes;
    const into = named.name ?? volumeName(owner.project, 'ollama_storage');
    if (named.name === undefined)
      await engine.createVolume(into, { ...labels, [labelNames.content]: 'data' });
    const image = await oldImageOrPull(ollama.data.service, engine, runtime);
    await copyModels(ollama.data, ollama.size, { engine, owner, image, into }, runtime);
  }
  if (qdrant) {
    await removeScratch(engine, owner.project);
    const into = scratchVolume(owner.project);
    await engine.createVolume(into, labels);
    const image = await oldImageOrPull(qdrant.data.service, engine, runtime);
    await copyStorage(qdrant.data, { engine, owner, image, into }, runtime);
  }
}
