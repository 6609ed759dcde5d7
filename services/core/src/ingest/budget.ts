/** A bounded amount that tasks share: each waits, in order, until its part is free. */
export interface Budget {
  /**
   * Takes a part; more than the whole counts as the whole.
   * @returns gives it back; calling it again does nothing
   * @throws the signal's reason
   */
  acquire(amount: number, signal: AbortSignal): Promise<() => void>;
}

interface Waiting {
  amount: number;
  start(): void;
}

export function createBudget(total: number): Budget {
  let free = total;
  let waiting: Waiting[] = [];

  return {
    async acquire(amount, signal) {
      const part = Math.min(amount, total);
      await turn(part, signal);
      let held = true;
      return () => {
        if (!held) return;
        held = false;
        free += part;
        startNext();
      };
    },
  };

  function turn(amount: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason);
      const leave = () => {
        waiting = waiting.filter((other) => other !== entry);
        reject(signal.reason);
        startNext();
      };
      const entry = {
        amount,
        start() {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      waiting.push(entry);
      startNext();
    });
  }

  function startNext(): void {
    for (let [head] = waiting; head && head.amount <= free; [head] = waiting) {
      waiting = waiting.slice(1);
      free -= head.amount;
      head.start();
    }
  }
}
