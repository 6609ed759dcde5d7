import { useCallback, useEffect, useState } from 'preact/hooks';

export type Loaded<T> = (
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'loaded'; value: T }
) & { reload(): void };

/**
 * What a view shows, loaded when it opens and again when `inputs` change. What was there stays while it
 * is loaded again; answers that come too late, or after the view closed, are dropped.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
): Loaded<T> {
  const [result, setResult] = useState<
    { state: 'loading' } | { state: 'failed'; error: unknown } | { state: 'loaded'; value: T }
  >({ state: 'loading' });
  const [round, setRound] = useState(0);
  // The caller names what it is loaded for.
  useEffect(() => {
    const left = new AbortController();
    load(left.signal).then(
      (value) => !left.signal.aborted && setResult({ state: 'loaded', value }),
      (error) => !left.signal.aborted && setResult({ state: 'failed', error }),
    );
    return () => left.abort();
  }, [...inputs, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...result, reload };
}
