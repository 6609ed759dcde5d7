import type { Clock } from '../../clock.ts';
import type { Log } from '../../log.ts';
import { untilAborted } from '../../until-aborted.ts';
import type { LlamaFacts, LlamaSetup } from './llama-message.ts';
import { type LlamaProcess, startLlama } from './llama-process.ts';

/** Holds the one model that is loaded, and lets it go when nobody has asked for a while. */
export interface LlamaHost {
  /**
   * Loaded, now or before. @throws ServiceError GENERATOR_UNREACHABLE; the signal's reason
   */
  open(setup: LlamaSetup, signal: AbortSignal): Promise<LlamaProcess>;
  /**
   * Keeps the model's process for this work, and for `keepAlive` milliseconds after it. Works of one
   * model run side by side; that of another waits for them, and those that come after it wait behind it.
   * @throws the signal's reason, or what the work throws
   */
  during<T>(
    model: string,
    work: AsyncGenerator<string, T>,
    signal: AbortSignal,
  ): AsyncGenerator<string, T>;
  /** What was chosen for the machine when this model was loaded; null where it is not. */
  facts(model: string): LlamaFacts | null;
  close(): void;
}

export interface LlamaHostOptions {
  /** Milliseconds without a question after which the model is let go; null: never. */
  keepAlive: number | null;
  clock: Clock;
  log: Log;
  start?: (setup: LlamaSetup) => Promise<LlamaProcess>;
}

export function createLlamaHost(options: LlamaHostOptions): LlamaHost {
  const { keepAlive, clock, log, start = startLlama } = options;
  let current: {
    model: string;
    process: Promise<LlamaProcess>;
    loaded: LlamaProcess | null;
  } | null = null;
  let working = 0;
  /** Whose work is under way. */
  let busy: string | null = null;
  let waiting: { model: string; begin: () => void }[] = [];
  let idle = new AbortController();

  const close = () => {
    // One that is still loading is closed when it has loaded.
    current?.process.then((process) => process.close()).catch(() => {});
    current = null;
  };

  /** Begins what may begin, in the order of asking. */
  const admit = () => {
    for (;;) {
      const [first] = waiting;
      if (!first || (working > 0 && first.model !== busy)) return;
      waiting = waiting.slice(1);
      working += 1;
      busy = first.model;
      first.begin();
    }
  };

  const leave = () => {
    working -= 1;
    admit();
    if (working > 0 || keepAlive === null) return;
    idle.abort();
    idle = new AbortController();
    clock.sleep(keepAlive, idle.signal).then(close, () => {});
  };

  const turn = async (model: string, signal: AbortSignal) => {
    let begun = false;
    let place: (typeof waiting)[number] | undefined;
    const begin = new Promise<void>((resolve) => {
      place = {
        model,
        begin() {
          begun = true;
          resolve();
        },
      };
      waiting.push(place);
    });
    admit();
    try {
      await untilAborted(begin, signal);
    } catch (error) {
      waiting = waiting.filter((one) => one !== place);
      if (begun) leave();
      else admit();
      throw error;
    }
  };

  return {
    async open(setup, signal) {
      if (current && (current.model !== setup.model || current.loaded?.alive === false)) close();
      if (!current) {
        const loading = {
          model: setup.model,
          process: start(setup),
          loaded: null as LlamaProcess | null,
        };
        current = loading;
        loading.process.then(
          (process) => {
            loading.loaded = process;
            const { contextTokens, threads, memory } = process.facts;
            log('info', 'a language model was loaded', {
              model: setup.model,
              contextTokens,
              threads,
              memory,
            });
          },
          // Told to whoever asked; the next one tries again.
          () => {
            if (current === loading) current = null;
          },
        );
      }
      return untilAborted(current.process, signal);
    },
    async *during(model, work, signal) {
      await turn(model, signal);
      idle.abort();
      try {
        return yield* work;
      } finally {
        leave();
      }
    },
    facts: (model) => (current?.model === model ? (current.loaded?.facts ?? null) : null),
    close() {
      idle.abort();
      close();
    },
  };
}
