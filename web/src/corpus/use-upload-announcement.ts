import type { ReadonlySignal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { texts } from '../i18n/language.ts';
import { tallyText } from './tally-text.ts';
import type { UploadCounts } from './upload-counts.ts';

/** What a screen reader is told: that the uploads began, and how they ended; nothing of each file. */
export function useUploadAnnouncement(counts: ReadonlySignal<UploadCounts>): string {
  const { corpus } = texts.value;
  const [said, setSaid] = useState('');
  const rest = counts.value.waiting + counts.value.active;
  const wasBusy = useRef(rest > 0);
  const isBusy = rest > 0;
  useEffect(() => {
    if (isBusy === wasBusy.current) return;
    wasBusy.current = isBusy;
    const { total } = counts.peek();
    if (isBusy) setSaid(corpus.begun(rest));
    else setSaid(total > 0 ? corpus.ended(tallyText(counts.peek(), corpus)) : '');
  }, [isBusy, rest, counts, corpus]);
  return said;
}
