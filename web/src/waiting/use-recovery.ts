import { useEffect, useRef } from 'preact/hooks';
import { isPassing } from './is-passing.ts';
import { pageVisible } from './page-visible.ts';
import { pauseOf } from './pause-of.ts';
import { sleep } from './sleep.ts';

/**
 * Tries again by itself what failed, where waiting can help: after pauses that grow, while somebody sees the page.
 * @param error of the last try, another one each time; null where there is nothing to mend
 */
export function useRecovery(error: unknown, again: () => void): void {
  const failures = useRef(0);
  useEffect(() => {
    if (!isPassing(error)) {
      failures.current = 0;
      return;
    }
    failures.current += 1;
    const left = new AbortController();
    const { signal } = left;
    void (async () => {
      await sleep(pauseOf(failures.current), signal);
      await pageVisible(signal);
      if (!signal.aborted) again();
    })();
    return () => left.abort();
  }, [error, again]);
}
