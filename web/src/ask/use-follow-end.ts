import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

/** Pixels from the end within which somebody reads along. */
const NEAR = 120;

/**
 * Keeps the end in sight while an answer grows, for who reads along; who scrolled up is left there.
 * @returns what begins to follow again, for who asks from above
 */
export function useFollowEnd(grown: unknown, isGrowing: boolean): () => void {
  const follows = useRef(true);
  useEffect(() => {
    const onScroll = () => {
      const { scrollHeight, clientHeight, scrollTop } = document.documentElement;
      follows.current = scrollHeight - clientHeight - scrollTop < NEAR;
    };
    addEventListener('scroll', onScroll, { passive: true });
    return () => removeEventListener('scroll', onScroll);
  }, []);
  // After each growth.
  useLayoutEffect(() => {
    if (isGrowing && follows.current) scrollTo({ top: document.documentElement.scrollHeight });
  }, [grown, isGrowing]);
  return () => {
    follows.current = true;
  };
}
