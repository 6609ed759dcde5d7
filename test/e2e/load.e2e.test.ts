import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** Fifty people at once; the figures are bench/questions.ts's. */
let gecko: Sandbox;
beforeAll(async () => {
  gecko = await openSandbox();
  await gecko.run(['ingest', resolve('docs')]);
});
afterAll(() => gecko.close());

const base = () => `http://127.0.0.1:${gecko.ports.rag}`;
const ask = (i: number, signal?: AbortSignal) =>
  fetch(`${base()}/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: `Where are the embedding weights of number ${i} kept?` }),
    ...(signal ? { signal } : {}),
  });
const metric = async (name: string) => {
  const text = await (await fetch(`${base()}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{?[^}]*\\}? (.*)$`, 'm').exec(text)?.[1] ?? 0);
};

it('fifty questions at once are all answered, in about the order of asking, beside an ingest', async () => {
  const ingesting = gecko.run(['ingest', resolve('docs'), '--collection', 'beside']);
  const order: number[] = [];
  const health: number[] = [];
  let over = false;
  const probing = (async () => {
    while (!over) health.push((await fetch(`${base()}/health`)).status);
  })();
  const statuses = await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      const { status } = await ask(i);
      order.push(i);
      return status;
    }),
  );
  over = true;
  await probing;
  expect(await ingesting).toMatchObject({ code: 0 });
  expect(new Set(statuses)).toEqual(new Set([200]));
  // Nobody is overtaken by many: the mean distance from one's place.
  const distance = order.reduce((sum, i, place) => sum + Math.abs(i - place), 0) / order.length;
  expect(distance).toBeLessThan(10);
  // It answered all the while, more often than questions were.
  expect(new Set(health)).toEqual(new Set([200]));
  expect(health.length).toBeGreaterThan(50);
});

it('questions whose askers leave cost nothing more', async () => {
  const before = await metric('gecko_embedding_seconds');
  const leaving = new AbortController();
  const left = Array.from({ length: 50 }, (_, i) =>
    ask(1_000 + i, leaving.signal).catch(() => 'left'),
  );
  leaving.abort();
  expect(new Set(await Promise.all(left))).toEqual(new Set(['left']));
  const { status } = await ask(0);
  expect(status).toBe(200);
  const answers = await metric('gecko_answers_total');
  await Promise.all(Array.from({ length: 5 }, (_, i) => ask(i)));
  // Five were answered since, and not fifty more.
  expect((await metric('gecko_answers_total')) - answers).toBe(5);
  expect(await metric('gecko_embedding_seconds')).toBeGreaterThan(before);
});
