import { type Signal, signal } from '@preact/signals';
import type { Backend } from '../api/backend.ts';
import type { Schemas } from '../api/schema.d.ts';
import { type Look, lookOf, withLook } from './looks.ts';
import { type Measured, measure } from './measure.ts';
import { answered, failed, type SeenBoth, unseen } from './seen.ts';

export interface Moment extends Measured {
  /** Milliseconds since the epoch. */
  at: number;
}

/** What this page knows of the system, as long as it is open. */
export interface Watching {
  readonly seen: Signal<SeenBoth>;
  /** What the plots show, oldest first. */
  readonly moments: Signal<readonly Moment[]>;
  /** When it was looked last, whatever came of it; milliseconds since the epoch. */
  readonly now: Signal<number>;
  /** Looks at once. */
  look(): Promise<void>;
  /** Looks every few seconds until the answer is called. */
  start(): () => void;
}

export interface WatchingTools {
  /** Gives up by itself: whoever is silent is not waited for. */
  load(backend: Backend): Promise<Schemas['System']>;
  now(): number;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Resolves when somebody can see the page; at once where that is so. */
  visible(signal: AbortSignal): Promise<void>;
}

/** Milliseconds between looks. */
const EVERY = 3_000;

/** Minutes that plots go back. */
export const PLOT_MINUTES = 5;

export function createWatching({ load, now, sleep, visible }: WatchingTools): Watching {
  const seen = signal<SeenBoth>({ rag: unseen, qa: unseen });
  const moments = signal<readonly Moment[]>([]);
  const time = signal(now());
  let looks: Look[] = [];

  async function look(): Promise<void> {
    const found = await Promise.all([lookAt('rag'), lookAt('qa')]);
    const at = now();
    for (const system of found) if (system) looks = withLook(looks, lookOf(system));
    if (found.every((system) => system === null)) looks = [];
    moments.value = [
      ...moments.value.filter((moment) => moment.at > at - PLOT_MINUTES * 60_000),
      { at, ...measure(looks) },
    ];
    time.value = at;
  }

  async function lookAt(backend: Backend): Promise<Schemas['System'] | null> {
    try {
      const system = await load(backend);
      seen.value = { ...seen.value, [backend]: answered(system, now()) };
      return system;
    } catch (error) {
      seen.value = { ...seen.value, [backend]: failed(seen.value[backend], error, now()) };
      return null;
    }
  }

  return {
    seen,
    moments,
    now: time,
    look,
    start() {
      const left = new AbortController();
      void (async () => {
        while (!left.signal.aborted) {
          await visible(left.signal);
          if (left.signal.aborted) return;
          await look();
          await sleep(EVERY, left.signal);
        }
      })();
      return () => left.abort();
    },
  };
}
