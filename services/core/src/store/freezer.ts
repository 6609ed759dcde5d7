import type { Clock } from '../clock.ts';
import type { WriterQueue } from './writer-queue.ts';

/** Keeps the writes of one process waiting, for a while: what lies on the disk stays as it is. */
export interface Freezer {
  /**
   * Resolves once the writes under way have ended; those that come later wait. Again: for longer.
   * @param milliseconds after which they go on in any case
   */
  freeze(milliseconds: number): Promise<void>;
  /** Lets them go on. */
  thaw(): void;
}

interface Frozen {
  /** Monotonic milliseconds. */
  until: number;
  stopped: Promise<void>;
  end: AbortController;
}

export function createFreezer(queue: WriterQueue, clock: Clock): Freezer {
  let frozen: Frozen | null = null;

  return {
    async freeze(milliseconds) {
      const until = clock.monotonic() + milliseconds;
      if (frozen) frozen.until = Math.max(frozen.until, until);
      else frozen = begin(until);
      await frozen.stopped;
    },
    thaw() {
      frozen?.end.abort();
      frozen = null;
    },
  };

  function begin(until: number): Frozen {
    const end = new AbortController();
    let isTheirTurn = () => {};
    const stopped = new Promise<void>((resolve) => {
      isTheirTurn = resolve;
    });
    const mine: Frozen = { until, stopped, end };
    queue.run(async () => {
      isTheirTurn();
      // The time of waiting for the writes before counts too: who asked may be gone.
      while (!end.signal.aborted && clock.monotonic() < mine.until)
        await clock.sleep(mine.until - clock.monotonic(), end.signal).catch(() => {});
      if (frozen === mine) frozen = null;
    });
    return mine;
  }
}
