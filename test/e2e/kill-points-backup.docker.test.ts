import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digestScript } from '../../src/operations/backup/volume-tar.ts';
import { randomNumbers } from '../fixtures/random-numbers.ts';
import { inVolume, readInVolume } from './in-volume.ts';
import { drawKillPoint, type KillingEngine, killingEngine } from './kill-at-call.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Kill points of each job, drawn by seed; `npm run test:long` asks for more. */
const isWhole = Number(process.env.GECKO_TEST_KILLS ?? 0) >= 100;
const rounds = isWhole ? 12 : 1;
const seed = Number(process.env.GECKO_TEST_SEED ?? 1);
const project = 'killb';
const all = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];

/** What a project holds, in words: each part is the old or the new, and the whole no mix. */
type State = { corpus?: string; models?: string; volume?: string };

interface Job {
  name: string;
  args(): readonly string[];
  /** Of the state that it is about, what has to be there once it has ended. */
  makes: State;
  /** About how many calls of the engine change something in it. */
  calls: number;
  isOfTheSample: boolean;
}

const painted = { green: 'pump.md: dark green', orange: 'door.md, pump.md: bright orange' };
const pulled = { one: 'llama3.2:1b', both: 'llama3.2:1b, llama3:latest' };

describe.skipIf(!process.env.GECKO_TEST_ENGINE)(
  `backups and restores in containers (seed ${seed})`,
  () => {
    const random = randomNumbers(seed);
    let gecko: StackSandbox;
    let repository: string;
    let archive: string;
    /** Of the volume that is no service's, by its content. */
    const digests = new Map<string, string>();
    let engine: KillingEngine;
    /** Calls of the engine that change something, of each job. */
    const counts = new Map<string, number>();

    const to = () => ['--to', repository];
    const id = () => 'latest';
    const jobs: readonly Job[] = [
      {
        name: 'backup qdrant',
        calls: 2,
        isOfTheSample: false,
        args: () => ['backup', 'qdrant', '--to', spare()],
        makes: {},
      },
      {
        name: 'backup ollama',
        calls: 12,
        isOfTheSample: true,
        args: () => ['backup', 'ollama', '--to', spare()],
        makes: {},
      },
      {
        name: 'backup all',
        calls: 15,
        isOfTheSample: true,
        args: () => ['backup', 'all', '--to', spare()],
        makes: {},
      },
      {
        name: 'backup --volume',
        calls: 10,
        isOfTheSample: false,
        args: () => ['backup', '--volume', 'killb-data', '--to', spare()],
        makes: {},
      },
      {
        name: 'restore qdrant',
        calls: 4,
        isOfTheSample: true,
        args: () => ['restore', 'qdrant', id(), ...to(), '--yes'],
        makes: { corpus: painted.green },
      },
      {
        name: 'restore ollama',
        calls: 25,
        isOfTheSample: true,
        args: () => ['restore', 'ollama', id(), ...to(), '--yes'],
        makes: { models: pulled.both },
      },
      {
        name: 'restore all',
        calls: 25,
        isOfTheSample: false,
        args: () => ['restore', 'all', id(), ...to(), '--yes'],
        makes: { corpus: painted.green, models: pulled.both },
      },
      {
        name: 'restore volume',
        calls: 60,
        isOfTheSample: true,
        args: () => [
          'restore',
          'volume',
          'killb-data',
          'latest',
          '--to',
          `${repository}-volume`,
          '--yes',
        ],
        makes: { volume: 'first' },
      },
      {
        name: 'restore of an old archive',
        calls: 80,
        isOfTheSample: true,
        args: () => ['restore', 'qdrant', archive, '--yes'],
        makes: { corpus: painted.green },
      },
    ];
    const spare = () => join(gecko.home, 'spare');

    const digest = () => inVolume(gecko.engine, 'killb-data', digestScript.replaceAll('$1', '/v'));
    const fill = async (content: string) => {
      await inVolume(
        gecko.engine,
        'killb-data',
        `rm -rf /v/*; for i in 1 2 3; do mkdir /v/$i; head -c 4000000 /dev/urandom > /v/$i/${content}; done`,
      );
      digests.set(await digest(), content);
    };
    /** What a job is about to change: not what it makes. */
    const unmake = async ({ makes }: Job) => {
      if (makes.corpus) {
        writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is made of oak.\n');
        writeFileSync(
          join(gecko.home, 'pump.md'),
          '# Pump\n\nThe pump is painted bright orange.\n',
        );
        await gecko.ok('ingest', 'pump.md', 'door.md');
      }
      if (makes.models) await gecko.ok('model', 'rm', 'llama3', '--yes');
      if (makes.volume) await fill('second');
    };
    const now = async (of: State): Promise<State> => ({
      ...(of.corpus && { corpus: await corpus() }),
      ...(of.models && { models: await models() }),
      ...(of.volume && { volume: digests.get(await digest()) ?? 'a mix' }),
    });
    const corpus = async () => {
      const { documents } = (await gecko.ok('corpus', 'list')) as { documents: { path: string }[] };
      const { answer } = await gecko.ok('ask', 'How is the pump painted?');
      const colour = /dark green|bright orange/.exec(String(answer))?.[0];
      return `${documents
        .map(({ path }) => path)
        .sort()
        .join(', ')}: ${colour}`;
    };
    const models = async () => {
      const { ollama } = (await gecko.ok('model', 'list')) as {
        ollama: { models: { name: string }[] };
      };
      return ollama.models.map(({ name }) => name).join(', ');
    };
    const left = async () => {
      const { containers, volumes, foreign } = await gecko.engine.snapshot(project);
      const own = [...containers, ...volumes, ...foreign.containers].map(({ name }) => name);
      return own.filter((name) => !/^killb-\w+-1$|_(storage|models|config)$|_cache$/.test(name));
    };
    const drafts = (folder: string) =>
      existsSync(folder)
        ? readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
            /\.partial$|^locks\/./.test(name),
          )
        : [];

    beforeAll(async () => {
      engine = await killingEngine(process.env.GECKO_TEST_ENGINE ?? '');
      gecko = await openStack(project);
      Object.assign(gecko.env, { DOCKER_HOST: `unix://${engine.socket}` });
      repository = join(gecko.home, 'backups');
      archive = join(gecko.home, 'old.tar');
      await gecko.engine.createVolume('killb-data', {});
      writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
      await gecko.ok('up');
      await gecko.ok('model', 'pull', 'llama3', 'llama3.2:1b');
      await gecko.ok('ingest', 'pump.md');
      await fill('first');
      await gecko.ok('backup', 'all', ...to());
      await gecko.ok('backup', '--volume', 'killb-data', '--to', `${repository}-volume`);
      const tar = ['sh', '-c', 'cd / && tar cf - v'];
      writeFileSync(archive, await readInVolume(gecko.engine, `${project}_qdrant_storage`, tar));
    });
    afterAll(async () => {
      await gecko?.close();
      await gecko?.engine.removeVolume('killb-data');
      engine?.close();
    });

    const sampled = isWhole ? jobs : jobs.filter(({ isOfTheSample }) => isOfTheSample);
    const points = sampled
      .flatMap((job) =>
        Array.from({ length: rounds }, (_, round) => ({
          job,
          name: job.name,
          round,
          order: random(),
          ...drawKillPoint(random),
          isForgotten: random() < 0.4,
          between: random() < 0.3 ? ['up'] : random() < 0.6 ? ['restore', '--resume'] : null,
        })),
      )
      .toSorted((a, b) => a.order - b.order);

    it.each(points)('$name, $signal: all is as before or as it makes it', async (point) => {
      const { job, signal, isForgotten, between } = point;
      const context = JSON.stringify(point);
      await unmake(job);
      const before = await now(job.makes);
      const listed = await backups();
      engine.begin();
      const nth = Math.ceil(point.at * (counts.get(job.name) ?? job.calls));
      const { code, stderr, at } = await engine.endAt(nth, point, gecko.start(job.args()));
      expect([0, 130, signal], `${context}, at ${at} ${stderr}`).toContain(code);
      if (isForgotten)
        rmSync(join(gecko.home, 'gecko', 'state', 'projects', project), { recursive: true });
      if (between) {
        await gecko.ok(...between);
        expect(await gecko.names(), context).toEqual(all);
        for (const [part, is] of Object.entries(await now(job.makes)))
          expect([before[part as keyof State], job.makes[part as keyof State]], context).toContain(
            is,
          );
      }
      for (const { id: known } of listed)
        expect(
          (await backups()).map(({ id: one }) => one),
          context,
        ).toContain(known);
      engine.begin();
      await gecko.ok(...job.args());
      counts.set(job.name, engine.calls());
      expect(await now(job.makes), context).toEqual(job.makes);
      expect(await left(), context).toEqual([]);
      expect(drafts(spare()), context).toEqual([]);
      expect(await gecko.names(), context).toEqual(all);
      for (const { id: one } of job.args()[0] === 'backup' ? await backups() : [])
        expect(await gecko.ok('backup', 'verify', one, '--to', spare()), context).toMatchObject({
          intact: true,
        });
    });

    async function backups(): Promise<{ id: string }[]> {
      const { backups: found, unusable } = (await gecko.ok('backup', 'list', '--to', spare())) as {
        backups: { id: string }[];
        unusable: unknown[];
      };
      expect(unusable).toEqual([]);
      return found;
    }
  },
);
