import { effect, type ReadonlySignal } from '@preact/signals';
import type { UploadCounts } from './upload-counts.ts';

/** A page that is closed ends its uploads: the browser asks before, in its own words. */
export function warnOnLeave(counts: ReadonlySignal<UploadCounts>): void {
  effect(() => {
    if (counts.value.waiting + counts.value.active === 0) return;
    const warn = (event: Event) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  });
}
