import type { Page } from 'playwright-core';

/** Milliseconds from the start of a page's loading to its first contentful paint, by the browser's own trace. */
export function firstPaint(page: Page): Promise<number> {
  return page.evaluate<number>(
    `new Promise((resolve) => {
      const observer = new PerformanceObserver((list) => {
        for (const { name, startTime } of list.getEntries())
          if (name === 'first-contentful-paint') resolve(startTime);
      });
      observer.observe({ type: 'paint', buffered: true });
    })`,
  );
}
