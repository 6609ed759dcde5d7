// Runs every suite that belongs in a change's check, each under a deadline that this parent enforces
// (native threads can block a child's exit), and prints the minutes and one closing line.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const only = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), 'gecko-test-'));
const vitest = (config) => ['npx', ['vitest', 'run', '--config', config]];
// What every engine promises, and one walk through the stack, on another engine than the installed one.
const on = (engine) => [
  'env',
  [
    ...[`GECKO_TEST_ENGINE_NAME=${engine}`, process.execPath, 'test/engine/launch.mjs'],
    ...vitest('test/vitest.docker.config.ts').flat(),
    ...['src/engine/docker/open-engine', 'test/e2e/move'],
  ],
];
const suites = [
  { name: 'check', minutes: 5, command: ['npm', ['run', '--silent', 'check']] },
  { name: 'unit', minutes: 10, command: vitest('vitest.config.ts') },
  { name: 'real', minutes: 15, command: vitest('test/vitest.real.config.ts') },
  {
    name: 'docker',
    minutes: 20,
    command: [
      process.execPath,
      ['test/engine/launch.mjs', ...vitest('test/vitest.docker.config.ts').flat()],
    ],
  },
  { name: 'docker26', minutes: 10, command: on('docker26') },
  { name: 'e2e', minutes: 20, command: vitest('test/vitest.e2e.config.ts') },
  { name: 'podman4', minutes: 10, command: on('podman4'), asked: true },
  { name: 'long', minutes: 120, command: vitest('test/vitest.long.config.ts'), asked: true },
].filter(({ name, asked }) => (only.length === 0 ? !asked : only.includes(name)));

const totals = { passed: 0, failed: 0, skipped: 0 };
const lines = [];
step('npm', ['run', '--silent', 'build']);
const weights = process.env.GECKO_TEST_WEIGHTS ?? fetchWeights();
for (const suite of suites) await runSuite(suite);
rmSync(scratch, { recursive: true, force: true });

for (const line of lines) console.log(line);
const strict = process.env.CI === 'true' && totals.skipped > 0;
if (strict)
  console.log('Skipped tests count as failures here: engine, browser and model are expected.');
console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed > 0 || strict ? 1 : 0);

async function runSuite({ name, minutes, command: [file, args] }) {
  const report = join(scratch, `${name}.json`);
  const isVitest = args.includes('vitest');
  const all = isVitest
    ? [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    : args;
  const started = performance.now();
  const code = await runWithDeadline(file, all, minutes * 60_000);
  count(code, isVitest ? report : null);
  lines.push(`${name}: ${((performance.now() - started) / 60_000).toFixed(1)} min, exit ${code}`);
}

function count(code, report) {
  if (report === null) {
    totals[code === 0 ? 'passed' : 'failed'] += 1;
    return;
  }
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : null;
  totals.passed += result?.numPassedTests ?? 0;
  totals.skipped += (result?.numPendingTests ?? 0) + (result?.numTodoTests ?? 0);
  const failed = result?.numFailedTests ?? 0;
  // A suite that fails to load, or is killed, has no failed test of its own: count it as one.
  totals.failed += code !== 0 && failed === 0 ? 1 : failed;
}

function runWithDeadline(file, args, milliseconds) {
  return new Promise((resolve) => {
    const child = spawn(file, args, {
      stdio: 'inherit',
      detached: true,
      env: { ...process.env, ...(weights ? { GECKO_TEST_WEIGHTS: weights } : {}) },
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
