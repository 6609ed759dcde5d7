import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { isCovered } from '../shell/is-covered.ts';
import { useAsk } from './ask-context.ts';

/** Keys that work wherever the focus is: Esc stops an answer, `/` goes to the question. */
export function useAskKeys(box: RefObject<HTMLTextAreaElement>): void {
  const { asking } = useAsk();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isCovered()) return;
      if (event.key === 'Escape' && asking.running.value !== null) {
        event.preventDefault();
        asking.stop();
      } else if (event.key === '/' && !isWriting(event.target)) {
        event.preventDefault();
        box.current?.focus();
      }
    };
    // Before the panel's own Esc: what is being written stops first.
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, [asking, box]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}
