import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { CorpusNews } from '../shell/corpus-news.ts';
import type { UploadCounts } from './upload-counts.ts';
import type { Uploads } from './uploads.ts';

export interface UploadNews {
  /** Of uploads that go on, and of the end of those that nobody has seen. */
  readonly news: ReadonlySignal<CorpusNews | null>;
  /** Somebody looks at the list: what is over is no news any more. */
  see(): void;
}

export function createUploadNews({ counts, halt }: Pick<Uploads, 'counts' | 'halt'>): UploadNews {
  const seen = signal<UploadCounts>(counts.peek());
  return {
    news: computed(() => {
      const { total, waiting, active, failed, cancelled } = counts.value;
      const rest = waiting + active;
      const isKnown = counts.value === seen.value || total === cancelled;
      if (rest === 0 && isKnown) return null;
      return { done: total - rest, total, failed, isHalted: rest > 0 && halt.value !== null };
    }),
    see() {
      const { waiting, active } = counts.peek();
      if (waiting + active === 0) seen.value = counts.peek();
    },
  };
}
