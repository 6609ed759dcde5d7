import { useContext, useLayoutEffect } from 'preact/hooks';
import { CorpusContext } from './corpus-context.ts';

/** A list that is come back to is where it was left. @param isThere whether there is something to scroll */
export function useKeptScroll(isThere: boolean): void {
  const { scrolled } = useContext(CorpusContext);
  useLayoutEffect(() => {
    if (!isThere) return;
    scrollTo(0, scrolled.peek());
    const keep = () => {
      scrolled.value = scrollY;
    };
    addEventListener('scroll', keep, { passive: true });
    return () => removeEventListener('scroll', keep);
  }, [isThere, scrolled]);
}
