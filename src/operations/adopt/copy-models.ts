import type { OldData } from '../../adopt/data-of.ts';
import type { Engine } from '../../engine/engine.ts';
import { withVolumeTool } from '../../engine/execute/volume-tool.ts';
import type { Runtime } from '../../runtime.ts';
import { type Owner, ownerLabels } from '../../stack/labels.ts';
import { oldMounts } from './old-mounts.ts';
import { oldPath } from './old-path.ts';

export interface CopyInput {
  engine: Engine;
  owner: Owner;
  /** For the tool that copies. */
  image: string;
  /** Volume of gecko's own, which is there. */
  into: string;
}

/**
 * Says the size of each file that is there by now. A file that the volume has already stays: a blob of Ollama
 * has its sum for a name, and the names of models come last, so that each of them is whole or not there. Each
 * file is compared with the old one before it gets its name.
 */
const script = `
set -e
cd "$1"
part=/to/.gecko-adopt
rm -rf "$part"
put() {
  [ -e "/to/$1" ] || [ -L "/to/$1" ] || {
    mkdir -p "/to/$(dirname "$1")"
    cp -a "$1" "$part"
    [ -L "$1" ] || cmp "$1" "$part"
    chown -h "$2" "$part"
    mv "$part" "/to/$1"
  }
  stat -c %s "$1"
}
find . ! -type d ! -name '*-partial*' ! -path '*/manifests/*' | while IFS= read -r file; do put "$file" "$2"; done
find . ! -type d -path '*/manifests/*' | while IFS= read -r file; do put "$file" "$2"; done
`;

/**
 * Copies the models of an old Ollama into gecko's own volume for them, so that none is downloaded again.
 * @param total bytes, for the progress; null: nobody knows
 * @throws GeckoError NO_SPACE (exit 24), VOLUME_TOOL (1), and the engine's
 */
export async function copyModels(
  data: OldData,
  total: number | null,
  { engine, owner, image, into }: CopyInput,
  { ui, signal }: Runtime,
): Promise<void> {
  const id = 'copy';
  const spec = {
    name: `${owner.project}-adopt`,
    ...{ image, labels: ownerLabels(owner), mounts: oldMounts(data, into) },
  };
  let done = 0;
  let rest = '';
  try {
    await withVolumeTool(
      engine,
      spec,
      async (tool) => {
        const command = ['sh', '-c', script, 'sh', oldPath(data), '0:0'];
        for await (const bytes of tool.read(command)) {
          const lines = `${rest}${bytes.toString()}`.split('\n');
          rest = lines.pop() ?? '';
          done += lines.reduce((sum, line) => sum + Number(line), 0);
          ui.event({ type: 'progress', id, text: 'Copying models', done, total, unit: 'bytes' });
        }
      },
      signal,
    );
  } finally {
    ui.event({ type: 'progress-end', id });
  }
}
