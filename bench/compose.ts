import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openStack } from '../test/e2e/stack-sandbox.ts';
import { median, report } from './parts/report.ts';

/**
 * The built gecko against Docker Compose on one engine, in turns: the same stack, exported, with warm images
 * and volumes that have the model and the weights; Compose asks for the health every second. Compose is
 * called without the docker command before it, to its advantage. Beside `down` stands what the engine alone
 * takes for it: the same stops and removals, by a program that runs already and asks nothing before.
 *
 * Run as: node test/engine/launch.mjs npm run bench -- compose. Weights: GECKO_TEST_WEIGHTS.
 */
const rounds = 5;
const program = process.env.GECKO_TEST_COMPOSE ?? '';
const gecko = await openStack('bench');
const folder = join(gecko.home, 'deployment');
type What = 'up' | 'idle' | 'down';
const took: Record<'gecko' | 'compose' | 'engine', Record<What, number[]>> = {
  gecko: { up: [], idle: [], down: [] },
  compose: { up: [], idle: [], down: [] },
  engine: { up: [], idle: [], down: [] },
};
try {
  await gecko.ok('export', 'compose', '--to', folder);
  writeFileSync(
    join(folder, '.env'),
    'COMPOSE_PROJECT_NAME=bench-compose\nCOMPOSE_PROFILES=cpu\nGECKO_HEALTH_INTERVAL=1s\n',
  );
  await compose('build', 'rag', 'qa');
  await ofGecko(false);
  await ofCompose(false);
  for (let round = 0; round < rounds; round += 1) {
    await ofGecko(true);
    await ofCompose(true);
    await ofEngine();
  }
  for (const what of ['up', 'idle', 'down'] as const)
    console.log(
      `${what}: gecko ${seconds('gecko', what)} s, compose ${seconds('compose', what)} s`,
    );
  console.log(`down: the engine alone ${seconds('engine', 'down')} s`);
  report('gecko up, until every service answers', ratio('gecko', 'up'), 'at most', 0.8);
  report('gecko up with everything running', ratio('gecko', 'idle'), 'at most', 0.3);
  report('gecko down', ratio('gecko', 'down'), 'at most', 0.8);
  report("gecko down, of which the engine's own", ratio('engine', 'down'), 'at most', 0.8);
} finally {
  await compose('down', '-v').catch(() => {});
  await gecko.close();
}

async function ofGecko(counts: boolean): Promise<void> {
  await timed('gecko', 'up', counts, () => gecko.ok('up'));
  await timed('gecko', 'idle', counts, () => gecko.ok('up'));
  await timed('gecko', 'down', counts, () => gecko.ok('down'));
}

async function ofCompose(counts: boolean): Promise<void> {
  await timed('compose', 'up', counts, () => compose('up', '--wait', '--no-build'));
  await timed('compose', 'idle', counts, () => compose('up', '--wait', '--no-build'));
  await timed('compose', 'down', counts, () => compose('down'));
}

/** As gecko's plan has it: the store ends after who writes to it, a network after who is in it. */
async function ofEngine(): Promise<void> {
  await gecko.ok('up');
  const { engine } = gecko;
  const { containers, networks } = await engine.snapshot('bench');
  const end = async ({ id }: { id: string }) => {
    await engine.stopContainer(id, 30);
    await engine.removeContainer(id, { force: false });
  };
  const [stores, others] = [true, false].map((isStore) =>
    containers.filter(({ name }) => name.includes('qdrant') === isStore),
  );
  await timed('engine', 'down', true, async () => {
    await Promise.all((others ?? []).map(end));
    await Promise.all((stores ?? []).map(end));
    await Promise.all(networks.map(({ id }) => engine.removeNetwork(id)));
  });
}

function compose(...args: string[]) {
  const env = { PATH: process.env.PATH, HOME: gecko.home, DOCKER_HOST: gecko.env.DOCKER_HOST };
  return promisify(execFile)(program, ['-f', join(folder, 'compose.yaml'), ...args], { env });
}

async function timed(
  who: keyof typeof took,
  what: What,
  counts: boolean,
  work: () => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  await work();
  if (counts) took[who][what].push(performance.now() - started);
}

function seconds(who: keyof typeof took, what: What): string {
  return (median(took[who][what]) / 1_000).toFixed(2);
}

function ratio(who: keyof typeof took, what: What): number {
  return median(took[who][what]) / median(took.compose[what]);
}
