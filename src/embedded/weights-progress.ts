import type { Ui } from '../ui/ui.ts';
import type { FetchProgress } from './services.ts';

/** Shows the download of embedding weights, one line a file. */
export function weightsProgress(ui: Ui): { show(event: FetchProgress): void; end(): void } {
  const ids = new Set<string>();
  return {
    show({ source, file, received, total }) {
      const id = `weights ${file}`;
      ids.add(id);
      const text = `Embedding weights from ${source}, ${file}`;
      ui.event({ type: 'progress', id, text, done: received, total, unit: 'bytes' });
    },
    end() {
      for (const id of ids) ui.event({ type: 'progress-end', id });
    },
  };
}
