import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { firstPaint } from '../test/e2e/first-paint.ts';
import { longTasks } from '../test/e2e/long-tasks.ts';
import { openPageWorld } from '../test/e2e/page-world.ts';
import { startLedModel } from '../test/fakes/led-model.ts';
import { longAnswer } from '../test/fixtures/long-answer.ts';
import { median, report } from './parts/report.ts';

/**
 * The page in a real Chromium: its first contentful paint against that of a page which is a line of text, in turns
 * in one run, and how long its thread is kept while an answer of 5,000 tokens is written. The first
 * argument is the number of rounds.
 */
const rounds = Number(process.argv[2] ?? 7);
const plain = createServer((_, response) => {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.end('<!doctype html><title>peer</title><p>A line of text.</p>');
});
await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
const peer = `http://127.0.0.1:${(plain.address() as AddressInfo).port}/`;
const model = await startLedModel();
const world = await openPageWorld(
  { 'warranty.md': '# Warranty\n\nThe pump has a warranty of thirty months.\n' },
  { GECKO_GENERATOR_KIND: 'openai', GECKO_GENERATOR_URL: model.url, GECKO_MODEL: 'led' },
);
try {
  await paints();
  await writing();
} finally {
  await world.close();
  await model.close();
  plain.close();
}

async function paints(): Promise<void> {
  const [own, other]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    // A browser profile of its own each time: nothing is kept from before.
    const { page, context } = await world.visit();
    own.push(await firstPaint(page));
    await page.goto(peer);
    other.push(await firstPaint(page));
    await context.close();
  }
  const [page, line] = [median(own), median(other)];
  console.log(
    `first contentful paint: ${page.toFixed(0)} ms, a line of text ${line.toFixed(0)} ms`,
  );
  report('against a line of text', page / line, 'at most', 4);
}

async function writing(): Promise<void> {
  const { page, context, ask } = await world.visit();
  const tasks = await longTasks(page);
  const asked = model.asked();
  await ask('Which warranty does the pump have?');
  const answer = await asked;
  const started = performance.now();
  let words = 0;
  for (const word of longAnswer(5_000)) {
    answer.write(word);
    words += 1;
    if (words % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 16));
  }
  answer.end();
  await page.locator('.turn-actions').waitFor();
  const took = performance.now() - started;
  const long = await tasks();
  const blocked = long.reduce((sum, duration) => sum + duration, 0);
  console.log(`5,000 tokens in ${(took / 1000).toFixed(1)} s: ${long.length} tasks above 50 ms`);
  report('share of the time in them', blocked / took, 'at most', 0.05);
  await context.close();
}
