import { openStack } from '../test/e2e/stack-sandbox.ts';
import { median, report } from './parts/report.ts';

/**
 * The built `gecko up` on a real engine with the images of the tests: a first one, beyond what the engine
 * takes for its steps and what its slowest service, whose start takes a set time, takes by itself; and one
 * that has nothing to do.
 *
 * Run as: node test/engine/launch.mjs npm run bench -- up. Weights: GECKO_TEST_WEIGHTS.
 */
const slowest = 3_000;
const gecko = await openStack('bench');
try {
  await gecko.ok('up');
  await gecko.ok('down');
  gecko.configure(`services: { ollama: { env: { STAND_IN_START_DELAY_MS: "${slowest}" } } }`);
  const first = await timed('up', '--no-model');
  const entries = journal();
  const others = coveredMs([...stepsOf(entries), startOf(entries)]);
  const idle: number[] = [];
  let calls = 0;
  for (let i = 0; i < 5; i += 1) {
    const { milliseconds, document } = await timed('up', '--no-model');
    if (document.changed !== false) throw new Error('the second up changed something');
    idle.push(milliseconds);
    calls = Number(document.engineCalls);
  }
  const services = (first.document.services as unknown[]).length;
  console.log(
    `first up ${Math.round(first.milliseconds)} ms, of which the engine and a service of ${slowest} ms take ${Math.round(others)} ms; nothing to do ${Math.round(median(idle))} ms, ${calls} calls to the engine`,
  );
  report(
    'first up beyond the engine and its slowest service, in s',
    (first.milliseconds - others) / 1_000,
    'at most',
    1,
  );
  report('up with nothing to do, the engine included, in s', median(idle) / 1_000, 'at most', 1);
  report('calls to the engine against services + 4', calls / (services + 4), 'at most', 1);
} finally {
  await gecko.close();
}

interface Interval {
  from: number;
  to: number;
}

interface Entry {
  at: string;
  step?: string;
  state?: string;
}

/** The journal of the last run. */
function journal(): Entry[] {
  const lines = gecko.state('journal.ndjson')?.trim().split('\n') ?? [];
  return lines.map((line) => JSON.parse(line));
}

/** When the engine worked for it; a wait is gecko's own. */
function stepsOf(entries: readonly Entry[]): Interval[] {
  return entries
    .filter(({ step = 'wait', state }) => state === 'begun' && !step.startsWith('wait'))
    .map(({ at, step }) => ({ from: Date.parse(at), to: timeOf(entries, step, 'done') }));
}

/** Of the slowest service: from the end of the step that started it. */
function startOf(entries: readonly Entry[]): Interval {
  const from = timeOf(entries, 'container.start bench-ollama-1', 'done');
  return { from, to: from + slowest };
}

function timeOf(entries: readonly Entry[], step: string | undefined, state: string): number {
  const found = entries.find((one) => one.step === step && one.state === state);
  if (!found) throw new Error(`${step} is not ${state} in the journal`);
  return Date.parse(found.at);
}

/** Milliseconds that at least one of them covers. */
function coveredMs(intervals: readonly Interval[]): number {
  let covered = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    covered += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return covered;
}

async function timed(...args: string[]) {
  const started = performance.now();
  const document = await gecko.ok(...args);
  return { milliseconds: performance.now() - started, document };
}
