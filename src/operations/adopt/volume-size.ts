import type { OldData } from '../../adopt/data-of.ts';
import { withVolumeTool } from '../../engine/execute/volume-tool.ts';
import type { Runtime } from '../../runtime.ts';
import { ownerLabels } from '../../stack/labels.ts';
import type { DockerProject } from '../docker/open-project.ts';
import { oldImage } from './old-image.ts';
import { oldPath } from './old-path.ts';

/** Bytes of an old volume; null where the engine has no image to look with. */
export async function volumeSize(
  data: OldData,
  { engine, owner }: Pick<DockerProject, 'engine' | 'owner'>,
  { signal }: Runtime,
): Promise<number | null> {
  const { service, mount } = data;
  const image = await oldImage(service, engine);
  if (image === null) return null;
  const { project: name } = owner;
  const mounts = [{ type: mount.type, source: mount.source, target: '/from', readOnly: true }];
  const spec = { name: `${name}-adopt`, image, labels: ownerLabels(owner), mounts };
  const said = await withVolumeTool(
    engine,
    spec,
    (tool) => tool.run(['du', '-sk', oldPath(data)]),
    signal,
  );
  const kilobytes = /^(\d+)/.exec(said)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}
