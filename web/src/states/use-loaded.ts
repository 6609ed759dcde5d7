import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isPassing } from '../waiting/is-passing.ts';
import { useRecovery } from '../waiting/use-recovery.ts';

type Result<T> =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'loaded'; value: T };

export type Loaded<T> = Result<T> & { reload(): void };

/**
 * What a view shows, loaded when it opens and again when `inputs` change. What was there stays while it
 * is loaded again; answers that come too late, or after the view closed, are dropped. Failures that pass
 * are waited out.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
): Loaded<T> {
  const [result, setResult] = useState<Result<T>>({ state: 'loading' });
  const [error, setError] = useState<unknown>(null);
  const [round, setRound] = useState(0);
  /** Whether what is shown was loaded for these inputs. */
  const isOfThese = useRef(false);
  // The caller names what it is loaded for.
  useEffect(() => {
    isOfThese.current = false;
    setError(null);
  }, [...inputs]);
  useEffect(() => {
    const left = new AbortController();
    load(left.signal).then(
      (value) => {
        if (left.signal.aborted) return;
        isOfThese.current = true;
        setResult({ state: 'loaded', value });
        setError(null);
      },
      (failure) => {
        if (left.signal.aborted) return;
        if (!isOfThese.current || !isPassing(failure)) {
          isOfThese.current = false;
          setResult({ state: 'failed', error: failure });
        }
        setError(failure);
      },
    );
    return () => left.abort();
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  useRecovery(error, reload);
  return { ...result, reload };
}
