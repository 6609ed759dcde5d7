import type { Snapshot } from '../../engine/engine.ts';
import type { Runtime } from '../../runtime.ts';
import { readAdoptMark } from './adopt-mark.ts';

/** Where a move from an old stack was killed: what runs may lack what that one has. */
export function warnOfAdopt(seen: Pick<Snapshot, 'volumes'>, { ui }: Pick<Runtime, 'ui'>): void {
  const mark = readAdoptMark(seen);
  if (mark)
    ui.event({
      type: 'warning',
      text: `A move from the Compose project ${mark.from} was begun and not ended, so its documents are not here yet: gecko adopt ${mark.from} goes on.`,
    });
}
