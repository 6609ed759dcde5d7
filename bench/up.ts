import { openStack } from '../test/e2e/stack-sandbox.ts';
import { median, report } from './parts/report.ts';

/**
 * The built `gecko up` on a real engine with the images of the tests: a first one beyond the time that its
 * slowest service needs by itself, which is set, and one that has nothing to do. What the engine takes to
 * answer is in both.
 *
 * Run as: node test/engine/launch.mjs npm run bench -- up. Weights: GECKO_TEST_WEIGHTS.
 */
const slowest = 3_000;
const gecko = await openStack('bench');
try {
  await gecko.ok('up');
  await gecko.ok('down');
  gecko.configure(`services: { ollama: { env: { STAND_IN_START_DELAY_MS: "${slowest}" } } }`);
  const first = await timed('up');
  const idle: number[] = [];
  let calls = 0;
  for (let i = 0; i < 5; i += 1) {
    const { milliseconds, document } = await timed('up');
    if (document.changed !== false) throw new Error('the second up changed something');
    idle.push(milliseconds);
    calls = Number(document.engineCalls);
  }
  const services = (first.document.services as unknown[]).length;
  console.log(
    `first up ${Math.round(first.milliseconds)} ms with a service of ${slowest} ms; nothing to do ${Math.round(median(idle))} ms, ${calls} calls to the engine`,
  );
  report(
    'first up beyond its slowest service, in s',
    (first.milliseconds - slowest) / 1_000,
    'at most',
    1,
  );
  report('up with nothing to do, in s', median(idle) / 1_000, 'at most', 1);
  report('calls to the engine against services + 4', calls / (services + 4), 'at most', 1);
} finally {
  await gecko.close();
}

async function timed(...args: string[]) {
  const started = performance.now();
  const document = await gecko.ok(...args);
  return { milliseconds: performance.now() - started, document };
}
