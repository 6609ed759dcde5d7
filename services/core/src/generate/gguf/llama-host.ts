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
  /** Keeps the process for this work, and for `keepAlive` milliseconds after it. */
  during<T>(work: AsyncGenerator<string, T>): AsyncGenerator<string, T>;
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
  let idle = new AbortController();

  const close = () => {
    // One that is still loading is closed when it has loaded.
    current?.process.then((process) => process.close()).catch(() => {});
    current = null;
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
    async *during(work) {
      working += 1;
      idle.abort();
      try {
        return yield* work;
      } finally {
        working -= 1;
        if (working === 0 && keepAlive !== null) {
          idle = new AbortController();
          clock.sleep(keepAlive, idle.signal).then(close, () => {});
        }
      }
    },
    facts: (model) => (current?.model === model ? (current.loaded?.facts ?? null) : null),
    close() {
      idle.abort();
      close();
    },
  };
}
