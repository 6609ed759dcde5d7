import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LedModel, startLedModel } from '../fakes/led-model.ts';
import { longAnswer } from '../fixtures/long-answer.ts';
import { chromiumPath } from './browser.ts';
import { firstPaint } from './first-paint.ts';
import { longTasks } from './long-tasks.ts';
import { openPageWorld, type PageWorld, untroubled, type Visited } from './page-world.ts';

let model: LedModel;
let world: PageWorld;
let visited: Visited;

describe.skipIf(chromiumPath === null)('the page is quick', () => {
  beforeAll(async () => {
    model = await startLedModel();
    world = await openPageWorld(
      { 'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n' },
      { GECKO_GENERATOR_KIND: 'openai', GECKO_GENERATOR_URL: model.url, GECKO_MODEL: 'led' },
    );
  });
  afterAll(async () => {
    await world?.close();
    await model?.close();
  });
  afterEach(() => visited?.context.close());

  it('to show itself: it waits for no answer of a backend, and preloads nothing that it leaves unused', async () => {
    visited = await world.visit();
    const { page } = visited;
    await page.route('**/api/**', () => undefined);
    await page.route('**/session', () => undefined);
    await page.reload();
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor();
    await page.getByLabel('Question').waitFor();
    const paints = await page.evaluate(
      "performance.getEntriesByType('paint').map(({ name }) => name)",
    );
    expect(paints).toContain('first-contentful-paint');
    const loaded = await page.evaluate(
      "performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname).filter((path) => !path.startsWith('/api/') && path !== '/session')",
    );
    const names = (loaded as string[]).map((path) => path.replace(/-[\w-]{8}\./, '.'));
    // The icon is on the page and in its tab.
    expect([...new Set(names)].toSorted()).toEqual([
      '/assets/index.css',
      '/assets/index.js',
      '/icon.svg',
    ]);
    expect(await page.locator('link[rel*="preload"]').count()).toBe(0);
  });

  it('to show itself, beside a page that is a line of text', async () => {
    visited = await world.visit();
    const { page } = visited;
    const line = '<!doctype html><title>peer</title><p>A line of text.</p>';
    await page.route('**/a-line', (route) =>
      route.fulfill({ contentType: 'text/html', body: line }),
    );
    const times: [own: number, other: number][] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.goto(world.address);
      const own = await firstPaint(page);
      await page.goto(`${world.address}/a-line`);
      times.push([own, await firstPaint(page)]);
    }
    // Of the quickest, on a machine that does other things too; about three, measured by bench/page.ts.
    const [own, other] = [0, 1].map((i) => Math.min(...times.map((pair) => pair[i] ?? 0)));
    expect((own ?? 0) / (other ?? 0)).toBeLessThan(8);
  });

  it('while it writes five thousand tokens: the last cost little more than the first, and it is seldom busy for long', async () => {
    visited = await world.visit();
    const { page, context } = visited;
    const tasks = await longTasks(page);
    // By the thread's own clock: the machine may have other work.
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const spent = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
    };
    const asked = model.asked();
    await visited.ask('Which warranty does the pump have?');
    const answer = await asked;
    const started = Number(await page.evaluate('performance.now()'));
    const quarters = [await spent()];
    let i = 0;
    for (const word of longAnswer(5_000)) {
      answer.write(word);
      if (++i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 16));
      if (i % 1_250 === 0) quarters.push(await spent());
    }
    answer.end();
    await page.locator('.turn-actions').waitFor();
    const ended = Number(await page.evaluate('performance.now()'));
    const [first = 0, , , last = 0] = quarters.slice(1).map((end, n) => end - (quarters[n] ?? 0));
    // Written anew as a whole with each word, the last quarter would cost seven times the first.
    expect(last / first).toBeLessThan(4);
    const long = await tasks();
    const blocked = long.reduce((sum, duration) => sum + duration, 0);
    expect(blocked / (ended - started)).toBeLessThan(0.5);
    expect(await page.locator('.answer-text h3').count()).toBe(13);
    expect(visited.trouble).toEqual(untroubled);
  });
});
