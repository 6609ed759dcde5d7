import { statSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { extract } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fate } from '../fakes/engine-api.ts';
import { dockerWithNvidia } from '../fakes/engine-info.ts';
import type { FakeEngine } from '../fakes/fake-engine.ts';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { type FakeStack, openFakeStack } from './fake-stack.ts';
import { oneCard } from './one-card.ts';
import { openSandbox, type Running, type Sandbox } from './sandbox.ts';

/** Rounds, each with a kill in every job, at points drawn by seed; `npm run test:long` has all points. */
const isWhole = Number(process.env.GECKO_TEST_KILLS ?? 0) >= 100;
const rounds = isWhole ? 100 : 5;
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);

interface Job {
  name: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** What a gecko is killed in, one after the other on the same engine. */
const jobs: readonly Job[] = [
  { name: 'up', args: ['up'] },
  { name: 'up with another setting', args: ['up'], env: { GECKO_LIMITS_BODY: '2097152' } },
  { name: 'down', args: ['down'] },
  { name: 'up after down', args: ['up'] },
  { name: 'down with its volumes', args: ['down', '--volumes', '--yes'] },
];

/**
 * At its nth call that changes something: before the engine acts, or when it has acted and not answered; or
 * at the nth of those that send files, whose order is not that of another run, when half of them have come.
 */
interface Point {
  nth: number;
  when: 'before' | 'midway' | 'after';
}

/** A job, what it comes to where nobody disturbs it, and where it is disturbed, in the order of a seed. */
interface Trial {
  job: Job;
  left: Awaited<ReturnType<typeof whatIsThere>>;
  points: readonly Point[];
}

describe(`a gecko killed at any call (seed ${seed})`, () => {
  let sandbox: Sandbox;
  let trials: Trial[];
  beforeAll(async () => {
    sandbox = await openSandbox();
    trials = await walkThrough(sandbox);
    const most = Math.max(...trials.map(({ points }) => points.length));
    if (isWhole) expect(most).toBeLessThanOrEqual(rounds);
  });
  afterAll(() => sandbox.close());

  it.each(Array.from({ length: rounds }, (_, round) => [round]))(
    'round %i: the next one goes on from there, with nothing twice and nothing left (row 8)',
    (round) => killInEach(sandbox, trials, round),
  );
});

it.skipIf(!process.env.GECKO_TEST_WEIGHTS)(
  'a gecko killed while the embedding weights are on their way: the next one puts them there whole',
  async () => {
    const sandbox = await openSandbox();
    let victim: Running | null = null;
    const gecko = await openFakeStack(sandbox, {
      async decide(line) {
        const [, id] = /^PUT \/containers\/(.+)\/archive$/.exec(line) ?? [];
        const name = id === undefined ? '' : (await gecko.engine.container(id))?.name;
        if (victim === null || !name?.startsWith('gecko_models-hold-')) return 'pass';
        return killed(victim, 'midway');
      },
    });
    try {
      const up = { name: 'up', args: ['up'] };
      victim = gecko.start(up.args);
      expect((await victim.ended).code).toBe('SIGKILL');
      victim = null;
      await succeed(gecko, up, 'after the kill');
      const files = await filesIn(gecko.engine, 'gecko-rag-1', '/models');
      const { size } = statSync(join(process.env.GECKO_TEST_WEIGHTS ?? '', 'model.onnx'));
      expect(files).toMatch(new RegExp(`model.onnx ${size}, .*tokenizer.json`));
    } finally {
      await gecko.close();
      await sandbox.close();
    }
  },
);

it.each([
  ['made', /^POST .containers.create gecko-ollama-1-try-/, 'after'],
  ['started', /-try-\w+.start$/, 'after'],
  ['about to be removed', /^DELETE .containers.gecko-ollama-1-try-/, 'before'],
] as const)(
  'a gecko killed while its trial of the GPU is %s: the next one leaves nothing of it',
  async (_, pattern, when) => {
    const sandbox = await openSandbox('');
    let victim: Running | null = null;
    const gecko = await openFakeStack(sandbox, {
      info: dockerWithNvidia,
      decide: (line) => (victim && pattern.test(line) ? killed(victim, when) : 'pass'),
    });
    try {
      const up = { name: 'up', args: ['up', '--auto-gpu'], env: oneCard(sandbox.home) };
      victim = gecko.start(up.args, { env: up.env });
      expect((await victim.ended).code).toBe('SIGKILL');
      victim = null;
      await succeed(gecko, up, 'after the kill');
      expect(await whatIsThere(gecko)).toMatchObject({
        containers: ['ollama', 'qa', 'qdrant', 'rag', 'web'].map(
          (name) => `gecko-${name}-1 running`,
        ),
        foreign: [],
      });
    } finally {
      await gecko.close();
      await sandbox.close();
    }
  },
);

/** Does every job once. */
async function walkThrough(sandbox: Sandbox): Promise<Trial[]> {
  const random = randomNumbers(seed);
  let calls: string[] = [];
  const gecko = await openFakeStack(sandbox, {
    decide(line) {
      if (isChange(line)) calls.push(line);
      return 'pass';
    },
  });
  try {
    const trials: Trial[] = [];
    for (const job of jobs) {
      calls = [];
      await succeed(gecko, job, 'undisturbed');
      const left = await whatIsThere(gecko);
      trials.push({ job, left, points: shuffled(pointsOf(calls), random) });
    }
    return trials;
  } finally {
    await gecko.close();
  }
}

function pointsOf(calls: readonly string[]): Point[] {
  const each = (lines: readonly string[], when: Point['when']) =>
    lines.map((_, index): Point => ({ nth: index + 1, when }));
  return [
    ...each(calls, 'before'),
    ...each(calls, 'after'),
    ...each(calls.filter(sendsFiles), 'midway'),
  ];
}

/** Does every job, each killed at its point of this round and then done again, on an engine of its own. */
async function killInEach(
  sandbox: Sandbox,
  trials: readonly Trial[],
  round: number,
): Promise<void> {
  let victim: { running: Running; point: Point; seen: number; at: string | null } | null = null;
  const gecko = await openFakeStack(sandbox, {
    decide(line) {
      if (victim === null || !isChange(line)) return 'pass';
      const { running, point } = victim;
      if (point.when === 'midway' && !sendsFiles(line)) return 'pass';
      victim.seen += 1;
      if (victim.seen !== point.nth) return 'pass';
      victim.at = line;
      return killed(running, point.when);
    },
  });
  try {
    for (const { job, left, points } of trials) {
      const point = points[round % points.length];
      if (point === undefined) continue;
      const running = gecko.start(job.args, envOf(job));
      victim = { running, point, seen: 0, at: null };
      const { code } = await running.ended;
      const at = `${job.name}, killed ${point.when} call ${point.nth} (${victim.at})`;
      expect(code, at).toBe('SIGKILL');
      victim = null;
      await succeed(gecko, job, at);
      expect(await whatIsThere(gecko), at).toEqual(left);
      if (job.args[0] !== 'up') continue;
      const { stdout } = await gecko.run([...job.args, '--json'], envOf(job));
      expect(JSON.parse(stdout), at).toMatchObject({ changed: false });
    }
  } finally {
    await gecko.close();
  }
}

/** Ends a gecko as the machine would, at a moment of the call that it makes. */
async function killed({ child, ended }: Running, when: Point['when']): Promise<Fate> {
  const kill = () => {
    child.kill('SIGKILL');
    return ended;
  };
  if (when === 'after') return { acted: kill };
  if (when === 'midway') return { midway: kill };
  await kill();
  return 'cut';
}

async function succeed(gecko: FakeStack, job: Job, context: string): Promise<void> {
  const { code, stderr } = await gecko.run(job.args, envOf(job));
  expect({ code, stderr: code === 0 ? '' : stderr }, context).toEqual({ code: 0, stderr: '' });
}

function envOf({ env }: Job) {
  return env ? { env } : {};
}

/** What reads, waits or only sizes a terminal changes nothing. */
function isChange(line: string): boolean {
  return !/^(GET|HEAD) |\/(wait|resize)$/.test(line);
}

function sendsFiles(line: string): boolean {
  return /\/archive$|\/build /.test(line);
}

/** All that an engine has, whosever it is, with the files that a container finds in its volumes. */
async function whatIsThere({ engine, api, env }: FakeStack) {
  const { containers, networks, volumes, foreign } = await engine.snapshot(
    env.GECKO_PROJECT ?? 'gecko',
  );
  const names = (all: readonly { name: string }[]) => all.map(({ name }) => name).toSorted();
  const files = await Promise.all(
    containers.flatMap(({ id, name, volumes }) =>
      volumes.map(async ({ target }) => `${name} ${target}: ${await filesIn(engine, id, target)}`),
    ),
  );
  return {
    containers: containers.map(({ name, status }) => `${name} ${status}`).toSorted(),
    networks: names(networks),
    volumes: names(volumes),
    foreign: names([...foreign.containers, ...foreign.networks, ...foreign.volumes]),
    files: files.toSorted(),
    models: await api.door.models(),
  };
}

/** Names and sizes. */
async function filesIn(engine: FakeEngine, id: string, folder: string): Promise<string> {
  if (!(await engine.hasPath(id, folder))) return 'none';
  const tar = await engine.getArchive(id, folder, new AbortController().signal);
  const found: string[] = [];
  for await (const entry of tar.pipe(extract()))
    found.push(`${entry.header.name} ${(await buffer(entry)).length}`);
  return found.toSorted().join(', ');
}

function shuffled<T>(all: readonly T[], random: () => number): T[] {
  return all
    .map((one) => ({ one, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ one }) => one);
}
