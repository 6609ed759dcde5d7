import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/**
 * When another view is opened, the focus goes to its heading, which a screen reader then reads: what led there
 * may be gone. What the view itself focuses, or somebody meanwhile, stays; so does all as the page is loaded.
 * @param box where the views are
 * @param view name of the one that is open
 */
export function useViewFocus(box: RefObject<HTMLElement>, view: string): void {
  const last = useRef(view);
  useEffect(() => {
    const { current } = box;
    if (!current || last.current === view) return;
    last.current = view;
    const { activeElement: before } = document;
    const isTaken = () => {
      const { activeElement: now } = document;
      return now !== before || (now !== current && current.contains(now));
    };
    /** @returns whether it is over */
    const look = () => {
      if (isTaken()) return true;
      const heading = current.querySelector('h1');
      if (!heading) return false;
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
      return true;
    };
    if (look()) return;
    // The code of a view, or what it shows, is still on its way.
    const observer = new MutationObserver(() => look() && observer.disconnect());
    observer.observe(current, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [box, view]);
}
