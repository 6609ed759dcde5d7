import type { FetchProgress } from './services.ts';

/** Milliseconds; well below the silence after which a starting daemon is ended. */
const interval = 5_000;

/**
 * Tells each progress event, and the last one again while a file is under way: pip says nothing
 * while it downloads, and a long download is no silence.
 */
export function keepTelling(tell: (event: FetchProgress) => void): {
  progress(event: FetchProgress): void;
  end(): void;
} {
  let last: FetchProgress | undefined;
  const timer = setInterval(() => {
    if (last && last.received !== last.total) tell(last);
  }, interval);
  return {
    progress(event) {
      last = event;
      tell(event);
    },
    end: () => clearInterval(timer),
  };
}
