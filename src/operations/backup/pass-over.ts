import type { PassOver } from '../../archive/repository/find-backup.ts';
import type { Runtime } from '../../runtime.ts';

/** Warns that a newer backup than the one that is taken cannot be used. */
export function passOverOf({ ui }: Pick<Runtime, 'ui'>): PassOver {
  return ({ message }, { id, createdAt }) =>
    ui.event({
      type: 'warning',
      text: `${message}. Taken is the one before, ${id} of ${createdAt}`,
    });
}
