import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import type { Store } from './port.ts';

/** Pause between two rounds of compaction and index upkeep. */
const PAUSE_MS = 60_000;

/** Keeps a store compact in the background until it is stopped; a round under way then ends by itself. */
export function startUpkeep(
  store: Store,
  { clock, log }: { clock: Clock; log: Log },
): { stop(): void } {
  const controller = new AbortController();
  void (async () => {
    for (;;) {
      try {
        await clock.sleep(PAUSE_MS, controller.signal);
        await store.maintain();
      } catch (error) {
        if (controller.signal.aborted) return;
        log('error', 'a round of upkeep failed', {
          reason: reasonOf(error),
        });
      }
    }
  })();
  return { stop: () => controller.abort() };
}
