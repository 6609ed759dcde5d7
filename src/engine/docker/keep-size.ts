import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecTerminal } from '../engine.ts';

/** Milliseconds before each attempt: the answer to a start comes before the program is there. */
const attempts = [0, 50, 200, 1_000];

export interface SizeKeeper {
  /** Resolves when the program has its size, or gets none. */
  told: Promise<void>;
  stop(): void;
}

/**
 * Tells an engine the size of a terminal, now and whenever it changes, one size at a time: of two calls under
 * way the older could be heard last. What fails is left alone: a program may end before it hears of its size,
 * and needs none then.
 * @param resize one call
 */
export function keepSize(
  terminal: ExecTerminal,
  resize: (size: { columns: number; rows: number }) => Promise<unknown>,
): SizeKeeper {
  let isOver = false;
  let isTelling = false;
  let hasChanged = false;
  const tellOnce = async () => {
    for (const wait of attempts) {
      if (wait > 0) await sleep(wait, undefined, { ref: false });
      if (isOver) return;
      hasChanged = false;
      if (await resize(terminal.size()).then(succeeds, fails)) return;
    }
  };
  const tell = async () => {
    hasChanged = true;
    if (isTelling) return;
    isTelling = true;
    while (hasChanged && !isOver) await tellOnce();
    isTelling = false;
  };
  const told = tell();
  const stop = terminal.onResize(() => void tell());
  return {
    told,
    stop() {
      isOver = true;
      stop();
    },
  };
}

const succeeds = () => true;
const fails = () => false;
