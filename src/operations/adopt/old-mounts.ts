import type { OldData } from '../../adopt/data-of.ts';
import type { MountSpec } from '../../engine/objects.ts';

/** Old data, which is never written to, at /from; and a volume of gecko's own at /to. */
export function oldMounts({ mount: { type, source } }: OldData, into: string): MountSpec[] {
  return [
    { type, source, target: '/from', readOnly: true },
    { type: 'volume', source: into, target: '/to', readOnly: false },
  ];
}
