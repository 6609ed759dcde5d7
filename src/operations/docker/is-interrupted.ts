import type { Snapshot } from '../../engine/engine.ts';
import { labelNames } from '../../stack/labels.ts';

/** Whether a killed gecko has left a volume half replaced, or containers stopped. */
export function isInterrupted({ volumes }: Pick<Snapshot, 'volumes'>): boolean {
  return volumes.some(
    ({ labels }) =>
      labels[labelNames.swapOf] !== undefined || labels[labelNames.stopped] !== undefined,
  );
}
