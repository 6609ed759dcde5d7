import { resolve } from 'node:path';
import { openSandbox } from '../test/e2e/sandbox.ts';
import { report } from './parts/report.ts';

/**
 * The built gecko under questions: resident memory after the last of a thousand in a row against that
 * after the hundredth; then fifty at once while documents are ingested, with the slowest of `/health`.
 *
 * Arguments: questions (default 1000). Weights: GECKO_TEST_WEIGHTS.
 */
const count = Number(process.argv[2] ?? 1_000);
const gecko = await openSandbox();
try {
  await gecko.run(['quickstart']);
  const base = `http://127.0.0.1:${gecko.ports.rag}`;
  const subjects = [
    'weights',
    'ports',
    'logs',
    'citations',
    'formats',
    'the token',
    'a collection',
  ];
  const ask = async (i: number) => {
    const question = `Where are ${subjects[i % subjects.length]} kept, number ${i}?`;
    const response = await fetch(`${base}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ question }),
    });
    await response.json();
    return response.status;
  };
  let early = 0;
  const started = performance.now();
  for (let i = 1; i <= count; i += 1) {
    await ask(i);
    if (i === 100) early = await resident(base);
  }
  const each = (performance.now() - started) / count;
  const late = await resident(base);
  const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;
  console.log(
    `${count} questions, ${each.toFixed(1)} ms each; resident ${mebibytes(early)} after the 100th, ${mebibytes(late)} after the last`,
  );
  report('resident memory after the last against the 100th', late / early, 'at most', 1.1);

  const ingesting = gecko.run(['ingest', resolve('docs'), '--collection', 'beside']);
  const health: number[] = [];
  let over = false;
  const probing = (async () => {
    while (!over) {
      const before = performance.now();
      await (await fetch(`${base}/health`)).text();
      health.push(performance.now() - before);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  const before = performance.now();
  const statuses = await Promise.all(Array.from({ length: 50 }, (_, i) => ask(i)));
  const fifty = performance.now() - before;
  await ingesting;
  over = true;
  await probing;
  const sorted = health.toSorted((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  console.log(
    `50 at once beside an ingest: ${(fifty / 1_000).toFixed(1)} s, ${statuses.filter((status) => status === 200).length} answered; /health p50 ${sorted[Math.floor(sorted.length / 2)]?.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms of ${health.length} (at most 100 ms)`,
  );
} finally {
  await gecko.close();
}

async function resident(base: string): Promise<number> {
  const text = await (await fetch(`${base}/metrics`)).text();
  return Number(/^gecko_resident_bytes\{[^}]*\} (.*)$/m.exec(text)?.[1]);
}
