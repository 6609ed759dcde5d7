import type { Ui } from '../../ui/ui.ts';
import type { PullTally } from './pull-tally.ts';

/** Shows how far the pull of a model is: in total, and on a terminal each layer under way, too. */
export function pullProgress(
  model: string,
  ui: Pick<Ui, 'event' | 'mode'>,
): { show(status: string, tally: PullTally): void; end(): void } {
  const total = `pull ${model}`;
  const shown = new Set<string>();
  const end = (id: string) => {
    if (shown.delete(id)) ui.event({ type: 'progress-end', id });
  };
  const show = (id: string, text: string, { done, total }: { done: number; total: number }) => {
    shown.add(id);
    ui.event({ type: 'progress', id, text, done, total, unit: 'bytes' });
  };
  return {
    show(status, tally) {
      const sum = { done: tally.done(), total: tally.total() };
      if (sum.total === 0) return;
      if (ui.mode === 'tty')
        for (const layer of tally.layers()) {
          const id = `${total} ${layer.id}`;
          if (layer.done < layer.total) show(id, `  ${layer.id.slice(7, 19)}`, layer);
          else end(id);
        }
      const isFetching = status.startsWith('pulling') || status === 'success';
      show(total, isFetching ? model : `${model}, ${status}`, sum);
    },
    end: () => [...shown].forEach(end),
  };
}
