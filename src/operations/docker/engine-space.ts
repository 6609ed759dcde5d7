import type { DockerTools } from '../../docker-tools.ts';
import type { EngineInfo } from '../../engine/engine.ts';
import type { FreeSpace } from '../model/pull-patiently.ts';

/**
 * Room where an engine stores volumes; null where it runs elsewhere, or in a machine of its own, whose
 * disk cannot be looked at from here.
 */
export async function engineSpace(
  { isLocal, dataRoot }: Pick<EngineInfo, 'isLocal' | 'dataRoot'>,
  tools: Pick<DockerTools, 'host'>,
): Promise<FreeSpace | null> {
  if (!isLocal) return null;
  const { disk } = await tools.host(dataRoot);
  if (disk.state !== 'found' || disk.facts.path !== dataRoot) return null;
  return { bytes: disk.facts.free, place: dataRoot };
}
