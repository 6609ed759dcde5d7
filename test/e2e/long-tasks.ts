import type { Page } from 'playwright-core';

/** Counts what keeps a page's thread for more than 50 ms from now on. @returns milliseconds of each so far */
export async function longTasks(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(`
    globalThis.long = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(duration);
    }).observe({ type: 'longtask' });
  `);
  return () => page.evaluate<number[]>('long');
}
