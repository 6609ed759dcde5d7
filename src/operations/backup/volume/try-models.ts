import { withVolumeTool } from '../../../engine/execute/volume-tool.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import type { Runtime } from '../../../runtime.ts';
import { ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { toolImage } from '../tool-image.ts';

/** Names of blobs whose content is another one: Ollama names each by its sum. */
const script = `cd /new/data/models/blobs 2>/dev/null || exit 0
for file in sha256-*; do
  case "$file" in *-partial*|'sha256-*') continue;; esac
  sum=$(sha256sum < "$file")
  [ "sha256-\${sum%% *}" = "$file" ] || echo "$file"
done`;

/**
 * Compares each model file of Ollama's folder with its name.
 * @throws GeckoError VOLUME_UNPROVEN (exit 25) naming those that are damaged, and the engine's
 */
export async function tryModels(
  volume: string,
  project: DockerProject,
  runtime: Runtime,
): Promise<void> {
  const { engine, owner } = project;
  const spec = {
    name: owner.project,
    image: await toolImage(engine, runtime),
    labels: ownerLabels(owner),
    mounts: [{ type: 'volume' as const, source: volume, target: '/new', readOnly: true }],
  };
  const said = await withVolumeTool(
    engine,
    spec,
    (tool) => tool.run(['sh', '-c', script]),
    runtime.signal,
  );
  const damaged = said.split('\n').filter((line) => line !== '');
  if (damaged.length === 0) return;
  throw new GeckoError(
    'VOLUME_UNPROVEN',
    `Model files are damaged, for their names are their sums: ${damaged.slice(0, 3).join(', ')}`,
    {
      exitCode: exitCodes.integrity,
      hint: 'What was there before is unchanged. gecko model pull fetches models anew.',
      details: { damaged },
    },
  );
}
