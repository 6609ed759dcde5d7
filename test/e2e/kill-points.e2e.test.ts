import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { openSandbox, type Sandbox, until } from './sandbox.ts';

/** Kill points, drawn by seed; `npm run test:long` asks for more. */
const kills = Number(process.env.GECKO_TEST_KILLS ?? 6);
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);
/** Sandboxes at the same time: a kill spends most of its time waiting. */
const lanes = kills >= 100 ? 3 : 1;
const documents = 60;

it(`a daemon killed at any moment of an ingest: the next run completes it, nothing is there twice, nothing old is seen (${kills} points, seed ${seed})`, async () => {
  const random = randomNumbers(seed);
  const points = Array.from({ length: kills }, () => ({
    at: Math.round(random() * 1_200),
    looked: Math.floor(random() * documents),
  }));
  await Promise.all(
    Array.from({ length: lanes }, async (_, lane) => {
      const gecko = await openSandbox();
      mkdirSync(join(gecko.home, 'notes'));
      try {
        for (const [round, point] of points.entries())
          if (round % lanes === lane) await killOnce(gecko, round, point);
      } finally {
        await gecko.close();
      }
    }),
  );
});

/** @param at milliseconds after the first progress, from its first moment to about its end */
async function killOnce(
  gecko: Sandbox,
  round: number,
  { at, looked }: { at: number; looked: number },
): Promise<void> {
  for (let i = 0; i < documents; i += 1)
    writeFileSync(join(gecko.home, 'notes', `n${i}.md`), textOf(i, round));
  const { ended, said } = gecko.start(['ingest', 'notes']);
  await Promise.race([said(/Ingesting/).catch(() => {}), ended]);
  const { pid } = JSON.parse(gecko.state('daemon.json') ?? '{}');
  await new Promise((resolve) => setTimeout(resolve, at));
  process.kill(pid, 'SIGKILL');
  await ended;
  await until(() => !existsSync(`/proc/${pid}`));

  const context = `point ${round} of seed ${seed}, killed at ${at} ms`;
  const { code, document } = await gecko.json(['ingest', 'notes']);
  expect(code, context).toBe(0);
  const { added, updated, unchanged } = document as Record<string, number>;
  expect(Number(added) + Number(updated) + Number(unchanged), context).toBe(documents);
  const { collections } = await get(gecko, '/collections');
  expect(collections, context).toMatchObject([{ documents, chunks: documents }]);
  const path = encodeURIComponent(`n${looked}.md`);
  const { documents: found } = await get(gecko, `/corpus/documents?source=notes&path=${path}`);
  const [{ id }] = found as [{ id: string }];
  const shown = await get(gecko, `/corpus/documents/${id}?text=true`);
  expect(shown.text, context).toBe(textOf(looked, round));
  const question = `What is the revision of note number ${looked}?`;
  const answer = await get(gecko, '/ask', { question });
  for (const { text } of answer.citations as { text: string }[])
    expect(text, context).toContain(`revision ${round} `);
}

async function get(
  { ports }: Sandbox,
  path: string,
  body?: object,
): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${ports.rag}${path}`, {
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  });
  return (await response.json()) as Record<string, unknown>;
}

function textOf(number: number, round: number): string {
  return `# Note ${number}\n\nThis is revision ${round} of note number ${number}.\n`;
}
