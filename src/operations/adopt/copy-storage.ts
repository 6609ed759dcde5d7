import type { OldData } from '../../adopt/data-of.ts';
import { withVolumeTool } from '../../engine/execute/volume-tool.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import type { CopyInput } from './copy-models.ts';
import { oldMounts } from './old-mounts.ts';
import { oldPath } from './old-path.ts';

/** What the old Qdrant has written, for the same Qdrant: owners and modes stay. */
const script = 'cp -a "$1/." /to/ && diff -r "$1" /to';

/**
 * Copies the storage of an old Qdrant that is stopped into an empty volume, and compares every byte.
 * @throws GeckoError NO_SPACE (exit 24), VOLUME_TOOL (1), and the engine's
 */
export async function copyStorage(
  data: OldData,
  { engine, owner, image, into }: CopyInput,
  { ui, signal }: Runtime,
): Promise<void> {
  ui.event({ type: 'step', text: `Copying ${data.mount.source}` });
  const spec = {
    name: `${owner.project}-adopt`,
    ...{ image, labels: ownerLabels(owner), mounts: oldMounts(data, into) },
  };
  const command = ['sh', '-c', script, 'sh', oldPath(data)];
  await withVolumeTool(engine, spec, (tool) => tool.run(command), signal);
}
