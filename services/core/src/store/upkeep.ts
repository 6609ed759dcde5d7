import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { Store } from './port.ts';

/** Pause between two rounds of compaction and index upkeep. */
const PAUSE_MS = 60_000;

/** Keeps a store compact in the background until it is stopped. */
export function startUpkeep(
  store: Store,
  { clock, log }: { clock: Clock; log: Log },
): { stop(): Promise<void> } {
  const controller = new AbortController();
  const rounds = (async () => {
    while (!controller.signal.aborted) {
      await clock.sleep(PAUSE_MS, controller.signal);
      await store.maintain();
    }
  })().catch((error: unknown) => {
    if (controller.signal.aborted) return;
    log('error', 'upkeep of the store ended', {
      reason: error instanceof Error ? error.message : String(error),
    });
  });
  return {
    async stop() {
      controller.abort();
      await rounds;
    },
  };
}
