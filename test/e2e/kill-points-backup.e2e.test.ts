import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** Kill points of each job, drawn by seed; `npm run test:long` has all. */
const isWhole = Number(process.env.GECKO_TEST_KILLS ?? 0) >= 100;
const sample = isWhole ? Number.POSITIVE_INFINITY : 1;
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);
const preload = resolve('test/fixtures/kill-at-step.cjs');

const green = 'pump.md: dark green';
const orange = 'door.md, pump.md: bright orange';

interface Job {
  name: string;
  args: readonly string[];
  /** What the corpus has before, and what it has once the job has ended. */
  before: string;
  after: string;
  /** Whether it makes a backup, which is in the list once it has ended. */
  makes: boolean;
}

const backs = { before: orange, after: orange, makes: true };
const restores = { before: orange, after: green, makes: false };

describe(`backups and restores of embedded services, killed at any step on the disk (seed ${seed})`, () => {
  const random = randomNumbers(seed);
  let gecko: Sandbox;
  /** Of the backup that the restores are of. */
  let saved: string;
  beforeAll(async () => {
    gecko = await openSandbox('');
    write('pump.md', '# Pump\n\nThe pump is painted dark green.\n');
    write('gecko.yaml', 'corpus: { language: en }\n');
    await ok('ingest', 'pump.md');
    const { backup } = await ok('backup', 'all', '--label', 'green');
    saved = (backup as { id: string }).id;
  });
  afterAll(() => gecko?.close());

  const write = (name: string, text: string) => writeFileSync(join(gecko.home, name), text);
  const ok = async (...args: string[]) => {
    const { code, stdout, stderr } = await gecko.run([...args, '--json']);
    expect({ args, code, stderr: code === 0 ? '' : stderr }).toMatchObject({ code: 0 });
    return JSON.parse(stdout) as Record<string, unknown>;
  };
  const paint = async () => {
    write('pump.md', '# Pump\n\nThe pump is painted bright orange.\n');
    write('door.md', '# Door\n\nThe door is made of oak.\n');
    await ok('ingest', 'pump.md', 'door.md');
  };
  const corpus = async () => {
    const { documents } = (await ok('corpus', 'list')) as { documents: { path: string }[] };
    const { answer } = await ok('ask', 'How is the pump painted?');
    const colour = /dark green|bright orange/.exec(String(answer))?.[0];
    const paths = documents.map(({ path }) => path).sort();
    return `${paths.join(', ')}: ${colour}`;
  };
  const backups = async () => {
    const { backups: found, unusable } = (await ok('backup', 'list')) as {
      backups: { id: string }[];
      unusable: unknown[];
    };
    expect(unusable).toEqual([]);
    return found.map(({ id }) => id);
  };
  const project = () => join(gecko.home, 'gecko', 'data', 'projects', 'gecko');
  /** What nobody needs any more. */
  const leftovers = () => [
    ...readdirSync(project()).filter((name) => !['backups', 'store', 'models'].includes(name)),
    ...readdirSync(join(project(), 'backups'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => /\.partial$|^locks./.test(name),
    ),
    ...readdirSync(gecko.home).filter((name) => /\.partial|\.restore/.test(name)),
  ];
  const environment = (more: Record<string, string>) => ({
    env: { NODE_OPTIONS: `--require ${preload}`, ...more },
  });

  it.each<Job>([
    { name: 'backup', args: ['backup', 'qdrant'], ...backs },
    { name: 'backup of all', args: ['backup', 'all', '--reread'], ...backs },
    {
      name: 'backup in a file',
      args: ['backup', 'qdrant', '--file', 'corpus.tar.zst', '--yes'],
      ...backs,
    },
    { name: 'restore', args: ['restore', 'qdrant', 'SAVED', '--yes'], ...restores },
    { name: 'restore of all', args: ['restore', 'all', 'SAVED', '--yes'], ...restores },
    {
      name: 'prune',
      args: ['backup', 'prune', '--keep-last', '2', '--apply'],
      ...backs,
      makes: false,
    },
  ])('$name: nothing is half, and the next run leaves nothing', async (job) => {
    const args = job.args.map((word) => (word === 'SAVED' ? saved : word));
    await paint();
    const counted = join(gecko.home, 'steps');
    const walked = await gecko.run(args, environment({ GECKO_TEST_STEPS: counted }));
    expect(walked).toMatchObject({ code: 0 });
    const steps = Number(readFileSync(counted, 'utf8'));
    expect(steps).toBeGreaterThan(3);
    const points = Array.from({ length: steps }, (_, index) => ({ nth: index + 1, at: random() }))
      .toSorted((a, b) => a.at - b.at)
      .slice(0, sample);
    for (const { nth } of points) {
      const signal = random() < 0.75 ? 'SIGKILL' : 'SIGINT';
      const isForgotten = random() < 0.3;
      const context = `${args.join(' ')}: ${signal} before step ${nth} of ${steps}${isForgotten ? ', without its state' : ''}`;
      if (job.before !== job.after) await paint();
      if (args[1] === 'prune') await ok('backup', 'qdrant');
      const before = await backups();
      const { code } = await gecko.run(
        args,
        environment({ GECKO_TEST_STEP: String(nth), GECKO_TEST_STEP_SIGNAL: signal }),
      );
      // At its last steps a Ctrl-C comes too late.
      expect(signal === 'SIGKILL' ? ['SIGKILL', 0] : [130, 0], context).toContain(code);
      if (isForgotten) {
        await ok('down');
        rmSync(join(gecko.home, 'gecko', 'state'), { recursive: true });
      }
      expect([job.before, job.after], context).toContain(await corpus());
      const between = await backups();
      if (args[1] !== 'prune') expect(between, context).toEqual(expect.arrayContaining(before));
      else expect(between, context).toEqual(expect.arrayContaining(before.slice(-2)));
      // Not all of them each time: there are as many as points by then.
      for (const id of [...between.filter((one) => one === saved), ...between.slice(-2)])
        expect(await ok('backup', 'verify', id)).toMatchObject({ intact: true });
      await ok(...args);
      expect(await corpus(), context).toBe(job.after);
      expect(leftovers(), context).toEqual([]);
      if (job.makes) expect((await backups()).length, context).toBeGreaterThan(between.length);
    }
  });
});
