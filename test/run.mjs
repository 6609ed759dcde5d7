// Runs every suite that belongs in a change's check, each under a deadline that this parent enforces
// (native threads can block a child's exit), and prints the minutes and one closing line.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const only = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'gecko-test-'));
const vitest = (config) => ['npx', ['vitest', 'run', '--config', config]];
const onEngine = (...more) => [
  process.execPath,
  ['test/engine/launch.mjs', ...vitest('test/vitest.docker.config.ts').flat(), ...more],
];
// What every engine promises, and one walk through the stack, on another engine than the installed one.
const on = (engine, ...more) => {
  const [file, args] = onEngine('src/engine/docker/open-engine', 'volume-owner', 'test/e2e/move');
  return ['env', [`GECKO_TEST_ENGINE_NAME=${engine}`, file, ...args, ...more]];
};
// Where ids or rights in containers are others: volumes and folders from outside, and the whole walk.
const kinds = ['src/engine/docker/real-engine', 'engine-kinds', 'e2e/volumes', 'e2e/stack.docker'];
const asked = [
  { name: 'podman4', minutes: 10, command: on('podman4') },
  { name: 'userns', minutes: 15, command: on('docker-userns', ...kinds) },
  { name: 'rootless', minutes: 15, command: on('docker-rootless', ...kinds) },
  { name: 'long', minutes: 120, command: vitest('test/vitest.long.config.ts') },
];
/** One stage after the other; each is lanes, which run side by side, of suites one after the other. */
const stages = [
  [
    [
      { name: 'check', minutes: 5, command: ['npm', ['run', '--silent', 'check']] },
      { name: 'unit', minutes: 10, command: vitest('vitest.config.ts') },
      { name: 'real', minutes: 15, command: vitest('test/vitest.real.config.ts') },
    ],
  ],
  // Half of its time is waiting for the engine: each half of the tests has one of its own.
  [
    [{ name: 'docker', minutes: 45, command: onEngine('--shard=1/2') }],
    [{ name: 'docker', minutes: 45, command: onEngine('--shard=2/2') }],
  ],
  [
    [{ name: 'e2e', minutes: 35, command: vitest('test/vitest.e2e.config.ts') }],
    [{ name: 'docker26', minutes: 15, command: on('docker26') }],
  ],
  // Alone: it counts what keeps a page busy.
  [[{ name: 'web', minutes: 20, command: vitest('test/vitest.web.config.ts') }]],
  [asked],
];

const totals = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
step('npm', ['run', '--silent', 'build']);
const weights = process.env.GECKO_TEST_WEIGHTS ?? fetchWeights();
for (const lanes of stages) await Promise.all(lanes.map(runLane));
rmSync(scratch, { recursive: true, force: true });

for (const line of lines) console.log(line);
const strict = process.env.CI === 'true' && totals.skipped > 0;
if (strict)
  console.log('Skipped tests count as failures here: engine, browser and model are expected.');
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 || strict ? 1 : 0);

async function runLane(suites) {
  for (const suite of suites)
    if (only.length === 0 ? !asked.includes(suite) : only.includes(suite.name))
      await runSuite(suite);
}

async function runSuite({ name, minutes, command: [file, args] }) {
  const results = join(mkdtempSync(join(scratch, 'suite-')), 'results.jsonl');
  const isVitest = args.includes('vitest');
  const reporters = ['--reporter=default', '--reporter=./test/lines-reporter.mjs'];
  const started = performance.now();
  const env = { GECKO_TEST_RESULTS: results };
  const code = await runWithDeadline(
    file,
    isVitest ? [...args, ...reporters] : args,
    minutes * 60_000,
    env,
  );
  lines.push(`${name}: ${((performance.now() - started) / 60_000).toFixed(1)} min, exit ${code}`);
  count(code, isVitest ? resultsOf(results) : []);
}

/** What each test came to in the end; one that was running when its suite was killed says so. */
function resultsOf(path) {
  if (!existsSync(path)) return [];
  const written = readFileSync(path, 'utf8').trim().split('\n').map(JSON.parse);
  return [...new Map(written.map((result) => [result.id, result])).values()];
}

function count(code, results) {
  const of = (wanted) => results.filter(({ state }) => state === wanted);
  const isOneOfItsOwn = results.length === 0 && code === 0;
  const bad = [...of('failed'), ...of('running')];
  totals.passed += of('passed').length + (isOneOfItsOwn ? 1 : 0);
  totals.skipped += of('skipped').length;
  // A suite that ends badly without a failed test of its own counts as one.
  totals.failed += code !== 0 ? Math.max(1, bad.length) : bad.length;
  for (const { state, name, error } of bad)
    lines.push(`  ${state}: ${name}${error ? `: ${error}` : ''}`);
}

function runWithDeadline(file, args, milliseconds, env) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: 'inherit',
      detached: true,
      env: { ...process.env, ...env, ...(weights ? { GECKO_TEST_WEIGHTS: weights } : {}) },
    });
    let killer;
    const timer = setTimeout(() => {
      console.log(`${file} ${args.join(' ')}: over its deadline, ended`);
      process.kill(-child.pid, 'SIGTERM');
      // What it started must go too: the engine's launcher cleans up.
      killer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 30_000);
    }, milliseconds);
    child.on('exit', (code) => {
      clearTimeout(timer);
      clearTimeout(killer);
      resolve(code ?? 1);
    });
  });
}

function step(file, args) {
  const { status } = spawnSync(file, args, { stdio: 'inherit' });
  if (status === 0) return;
  console.log('0 passed, 1 failed, 0 skipped');
  process.exit(1);
}

/** The real embedding weights, by gecko's own sources, kept between runs. Null where none can be had. */
function fetchWeights() {
  const { status, stdout } = spawnSync(process.execPath, ['test/weights.mjs'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  return status === 0 ? stdout.trim() : null;
}
