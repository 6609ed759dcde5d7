import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** Closes an opened `details` by Esc, and by a click or a step of the focus elsewhere. */
export function useDismiss(box: RefObject<HTMLDetailsElement>): void {
  useEffect(() => {
    const leave = (event: Event) => {
      const { current } = box;
      if (current?.open && !current.contains(event.target as Node)) current.open = false;
    };
    const onKey = (event: KeyboardEvent) => {
      const { current } = box;
      if (event.key !== 'Escape' || event.defaultPrevented || !current?.open) return;
      event.preventDefault();
      current.open = false;
      current.querySelector('summary')?.focus();
    };
    addEventListener('pointerdown', leave);
    addEventListener('focusin', leave);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', leave);
      removeEventListener('focusin', leave);
      removeEventListener('keydown', onKey);
    };
  }, [box]);
}
