import type { Progress } from './progress-text.ts';

/** Milliseconds over which a speed is levelled out. */
const SPAN = 5_000;

/** Milliseconds that have to be seen before a speed is told. */
const LEAST = 1_000;

interface Measured {
  begun: number;
  at: number;
  done: number;
  /** Bytes a millisecond. */
  rate: number;
}

/** How fast tasks are that are counted in bytes, by what their progress has told. */
export interface RateMeter {
  /** @returns bytes a second; null where it is too early to say, and for what is no bytes */
  rate(progress: Progress): number | null;
  end(id: string): void;
}

/** Newer speeds count more than older ones: an average that forgets within some seconds. */
export function rateMeter(now: () => number): RateMeter {
  const tasks = new Map<string, Measured>();
  return {
    rate({ id, done, unit }) {
      if (unit !== 'bytes') return null;
      const time = now();
      const task = tasks.get(id);
      // What was there before it began was not fetched now.
      if (task === undefined || done < task.done) {
        tasks.set(id, { begun: time, at: time, done, rate: 0 });
        return null;
      }
      const elapsed = time - task.at;
      if (elapsed > 0) {
        const age = Math.min(1, elapsed / Math.min(SPAN, Math.max(elapsed, time - task.begun)));
        task.rate += age * ((done - task.done) / elapsed - task.rate);
        task.at = time;
        task.done = done;
      }
      return time - task.begun < LEAST ? null : task.rate * 1_000;
    },
    end: (id) => void tasks.delete(id),
  };
}
