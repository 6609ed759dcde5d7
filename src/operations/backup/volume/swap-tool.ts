import { withVolumeTool } from '../../../engine/execute/volume-tool.ts';
import type { MountSpec } from '../../../engine/objects.ts';
import type { Runtime } from '../../../runtime.ts';
import { ownerLabels } from '../../../stack/labels.ts';
import type { DockerProject } from '../../docker/open-project.ts';
import { MARKER } from '../reserved-names.ts';
import { toolImage } from '../tool-image.ts';
import { copyScript, digestScript, markScript } from '../volume-tar.ts';
import { parseSwapMark, type SwapMark } from './swap-mark.ts';

/** What is done between the volumes; each is on the disk when it resolves. */
export interface SwapTool {
  /** The mark in the live volume. */
  mark(): Promise<SwapMark | null>;
  writeMark(mark: SwapMark): Promise<void>;
  /** Takes it away; the folder gets back the time that it has in the other volume. */
  removeMark(): Promise<void>;
  /** In the new volume, which outlives the mark: that its data is in the live one, and has answered. */
  noteDone(): Promise<void>;
  isDone(): Promise<boolean>;
  /** Keeps what the live volume holds in the old one. */
  keepOld(): Promise<void>;
  /** Puts what the new or the old volume holds in the place of what the live one does. */
  bringIn(role: 'new' | 'old'): Promise<void>;
  /** Of what the live volume and the new one hold: to the bit the same where these are. */
  digests(): Promise<{ live: string; new: string }>;
}

/** Where the volumes are, and where in those of the swap the data is. */
const at = { live: '/live', new: '/new/data', old: '/old/data' };
const DONE = '/new/done';

/** @param signal ends it; absent: nothing does */
export async function withSwapTool<T>(
  names: { live: string; new: string | null; old: string | null },
  project: DockerProject,
  runtime: Runtime,
  signal: AbortSignal,
  work: (tool: SwapTool) => Promise<T>,
): Promise<T> {
  const { engine, owner } = project;
  const mount = (source: string | null, target: string): MountSpec[] =>
    source === null ? [] : [{ type: 'volume', source, target, readOnly: false }];
  const spec = {
    name: owner.project,
    image: await toolImage(engine, runtime),
    labels: ownerLabels(owner),
    mounts: [
      ...mount(names.live, at.live),
      ...mount(names.new, '/new'),
      ...mount(names.old, '/old'),
    ],
  };
  return withVolumeTool(
    engine,
    spec,
    (tool) => {
      const sh = (script: string, ...words: string[]) =>
        tool.run(['sh', '-c', script, 'sh', ...words]);
      const mark = `${at.live}/${MARKER}`;
      return work({
        mark: async () => parseSwapMark(await sh('[ ! -e "$1" ] || cat "$1"', mark)),
        writeMark: async (value) => void (await sh(markScript, mark, JSON.stringify(value))),
        removeMark: async () =>
          void (await sh(
            `rm -f "$1" "$1.new"
for from in ${at.new} ${at.old}; do [ ! -d $from ] || touch -r $from ${at.live}; done
sync`,
            mark,
          )),
        noteDone: async () => void (await sh('touch "$1" && sync', DONE)),
        isDone: async () => (await sh('[ ! -e "$1" ] || echo yes', DONE)) !== '',
        async keepOld() {
          await sh(`rm -rf ${at.old} && mkdir ${at.old}`);
          await sh(copyScript, at.live, at.old);
        },
        bringIn: async (role) => void (await sh(copyScript, at[role], at.live)),
        digests: async () => ({
          live: await sh(digestScript, at.live),
          new: await sh(digestScript, at.new),
        }),
      });
    },
    signal,
  );
}
