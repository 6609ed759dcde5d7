import { setTimeout as sleep } from 'node:timers/promises';
import type { ExecTerminal } from '../engine.ts';

/** Milliseconds before each attempt: the answer to a start comes before the program is there. */
const attempts = [0, 50, 200, 1_000];

/**
 * Tells an engine the size of a terminal, now and whenever it changes. What fails is left alone: a
 * program may end before it hears of its size, and needs none then.
 * @param resize one call
 * @returns a function that ends it
 */
export function keepSize(
  terminal: ExecTerminal,
  resize: (size: { columns: number; rows: number }) => Promise<unknown>,
): () => void {
  let isOver = false;
  const tell = async () => {
    try {
      await resize(terminal.size());
      return true;
    } catch {
      return false;
    }
  };
  const tellFirst = async () => {
    for (const wait of attempts) {
      if (wait > 0) await sleep(wait, undefined, { ref: false });
      if (isOver || (await tell())) return;
    }
  };
  void tellFirst();
  const stop = terminal.onResize(() => void tell());
  return () => {
    isOver = true;
    stop();
  };
}
