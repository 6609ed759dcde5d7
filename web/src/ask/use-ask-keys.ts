import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { isCovered } from '../shell/is-covered.ts';
import { useAsk } from './ask-context.ts';
import { isComposing } from './is-composing.ts';

/**
 * Keys that work wherever the focus is: Esc stops an answer, `/` goes to the question.
 * @param canStop whether the answer that is being written is in this conversation
 */
export function useAskKeys(box: RefObject<HTMLTextAreaElement>, canStop: boolean): void {
  const { asking } = useAsk();
  // At once: Esc may follow the key that asked.
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isComposing(event) || isCovered()) return;
      if (event.key === 'Escape' && canStop) {
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
  }, [asking, box, canStop]);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select, [contenteditable]');
}
