import type { LayerProgress } from '../../engine/engine.ts';
import type { Step } from '../../plan/step.ts';
import type { Ui } from '../../ui/ui.ts';

/** Shows how far steps are: on a terminal a line for each layer under way, else one for each step. */
export function stepProgress(ui: Pick<Ui, 'event' | 'mode'>): {
  show(step: Step, progress: LayerProgress): void;
  end(step: Step): void;
} {
  const layers = new Map<Step['id'], Set<string>>();
  return {
    show(step, { id: layer, status, current, total }) {
      const parted = ui.mode === 'tty' && layer !== '';
      const id = parted ? `${step.id} ${layer}` : step.id;
      if (current === undefined) {
        // Between downloading and unpacking it waits, without a number.
        if (layers.get(step.id)?.delete(id)) ui.event({ type: 'progress-end', id });
        return;
      }
      if (parted) layers.set(step.id, (layers.get(step.id) ?? new Set()).add(id));
      const text = `${step.id.split(' ')[1]} ${layer} ${status}`.replace(/\s+/g, ' ');
      ui.event({ type: 'progress', id, text, done: current, total: total ?? null, unit: 'bytes' });
    },
    end({ id }) {
      for (const one of [...(layers.get(id) ?? []), id])
        ui.event({ type: 'progress-end', id: one });
      layers.delete(id);
    },
  };
}
