import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openStack } from '../test/e2e/stack-sandbox.ts';
import { median, report } from './parts/report.ts';

/**
 * The built `gecko doctor` of a healthy stack on a real engine against its slowest check, and the time to
 * its first line.
 *
 * Run as: node test/engine/launch.mjs npm run bench -- doctor. Weights: GECKO_TEST_WEIGHTS.
 */
const gecko = await openStack('bench-doctor');
try {
  writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
  await gecko.ok('up');
  await gecko.ok('ingest', 'pump.md');
  const [ratios, firsts]: [number[], number[]] = [[], []];
  let told = '';
  for (let round = 0; round < 5; round += 1) {
    const { milliseconds, checks } = await examined();
    const slowest = checks.toSorted((a, b) => b.milliseconds - a.milliseconds)[0];
    if (!slowest) throw new Error('doctor has no checks');
    ratios.push(milliseconds / slowest.milliseconds);
    firsts.push(await firstLine());
    told = `doctor ${Math.round(milliseconds)} ms, its slowest check ${slowest.id} ${slowest.milliseconds} ms`;
  }
  console.log(`the last of ${ratios.length}: ${told}`);
  report('doctor against its slowest check', median(ratios), 'at most', 2);
  const version = await started('--version');
  console.log(
    `first line after ${Math.round(median(firsts))} ms, ${Math.round(median(firsts) - version)} ms beyond gecko --version`,
  );
} finally {
  await gecko.close();
}

async function examined() {
  const began = performance.now();
  const document = await gecko.ok('doctor');
  const milliseconds = performance.now() - began;
  return { milliseconds, checks: document.checks as { id: string; milliseconds: number }[] };
}

/** Milliseconds until it says that it looks. */
async function firstLine(): Promise<number> {
  const began = performance.now();
  const running = gecko.start(['doctor']);
  await running.said(/Examining/);
  const milliseconds = performance.now() - began;
  await running.ended;
  return milliseconds;
}

async function started(...args: string[]): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const began = performance.now();
    await gecko.run(args);
    times.push(performance.now() - began);
  }
  return median(times);
}
