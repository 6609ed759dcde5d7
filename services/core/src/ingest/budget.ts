/** Bounds what is in memory at once: tasks wait, in order, until their share is free. */
export interface Budget {
  /** Larger amounts than the whole count as the whole. */
  use<T>(amount: number, signal: AbortSignal, task: () => Promise<T>): Promise<T>;
}

export function createBudget(total: number): Budget {
  let free = total;
  const waiting: { amount: number; start(): void }[] = [];
  const next = () => {
    for (let head = waiting[0]; head && head.amount <= free; head = waiting[0]) {
      waiting.shift();
      free -= head.amount;
      head.start();
    }
  };
  return {
    async use(amount, signal, task) {
      const share = Math.min(amount, total);
      await new Promise<void>((resolve, reject) => {
        const entry = { amount: share, start: resolve };
        const leave = () => {
          const place = waiting.indexOf(entry);
          if (place === -1) return;
          waiting.splice(place, 1);
          reject(signal.reason);
          next();
        };
        if (signal.aborted) return reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
        entry.start = () => {
          signal.removeEventListener('abort', leave);
          resolve();
        };
        waiting.push(entry);
        next();
      });
      try {
        return await task();
      } finally {
        free += share;
        next();
      }
    },
  };
}
