import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { extract, pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Engine, LogLine, LogOptions } from '../../src/engine/engine.ts';
import type { ContainerDetails, ContainerSpec, HealthCheck } from '../../src/engine/objects.ts';
import { labelNames } from '../../src/stack/labels.ts';
import { containerSpec } from '../fakes/container-spec.ts';

export interface EngineUnderTest {
  engine: Engine;
  /** One that has sh, echo, cat, sleep, true, false. */
  image: string;
  /** Nothing has it, and nobody can be asked for it. */
  missingImage: string;
  /**
   * What it does not do: run health checks, keep why a container did not start, tell whose a file is that
   * is read from a container, limit memory.
   */
  lacks?: readonly ('health' | 'start error' | 'owner' | 'limits')[];
  /** Free on loopback. */
  port(): Promise<number>;
  sleep(milliseconds: number): Promise<void>;
}

/** What every engine promises; knows no adapter. Each test has names of its own and leaves nothing behind. */
export function engineConformance(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`${name} as an engine`, () => {
    let under: EngineUnderTest;
    let engine: Engine;
    let project: string;
    const signal = new AbortController().signal;

    beforeEach(async () => {
      under = await open();
      engine = under.engine;
      project = `t${randomUUID().slice(0, 8)}`;
    });
    afterEach(async () => {
      const { containers, networks, volumes, foreign } = await engine.snapshot(project);
      const own = <T extends { name: string }>(all: readonly T[]) =>
        all.filter((one) => one.name.startsWith(project));
      for (const { id } of own([...containers, ...foreign.containers]))
        await engine.removeContainer(id, { force: true });
      for (const { id } of own([...networks, ...foreign.networks])) await engine.removeNetwork(id);
      for (const volume of own([...volumes, ...foreign.volumes]))
        await engine.removeVolume(volume.name);
    });

    const spec = (service: string, more: Partial<ContainerSpec> = {}): ContainerSpec => ({
      ...containerSpec(`${project}-${service}-1`, under.image),
      labels: { [labelNames.project]: project },
      command: ['sleep', '1000'],
      ...more,
    });
    const lacks = (what: NonNullable<EngineUnderTest['lacks']>[number]) =>
      under.lacks?.includes(what) === true;
    const create = (service: string, more: Partial<ContainerSpec> = {}) =>
      engine.createContainer(spec(service, more));
    const start = async (service: string, more: Partial<ContainerSpec> = {}) => {
      const id = await create(service, more);
      await engine.startContainer(id);
      return id;
    };
    const details = async (id: string): Promise<ContainerDetails> => {
      const found = await engine.container(id);
      if (found === null) throw new Error(`no container ${id}`);
      return found;
    };
    const until = async (id: string, holds: (details: ContainerDetails) => boolean) => {
      for (let tries = 0; tries < 200; tries++) {
        const now = await details(id);
        if (holds(now)) return now;
        await under.sleep(100);
      }
      throw new Error(`never so: ${JSON.stringify(await details(id))}`);
    };
    const volume = (source: string, target: string) => ({
      type: 'volume' as const,
      source,
      target,
      readOnly: false,
    });
    const code = (expected: string, exitCode: number) =>
      expect.objectContaining({ code: expected, exitCode });

    it('tells how far its clock is off, here on the same machine', () => {
      expect(engine.info.clockAhead).toBe(0);
    });

    describe('containers', () => {
      it('creates one that does not run yet', async () => {
        const id = await create('a', { env: { COLOUR: 'blue' } });
        const { status, labels, image, imageId, env, startedAt, exitCode } = await details(id);
        expect({ status, labels, image }).toEqual({
          status: 'created',
          labels: { [labelNames.project]: project },
          image: under.image,
        });
        expect(imageId).toMatch(/^sha256:/);
        expect(env).toContain('COLOUR=blue');
        expect({ startedAt, exitCode }).toEqual({ startedAt: null, exitCode: null });
      });

      it('tells how much memory one may have', async () => {
        const limits = { cpus: null, pids: null, shm: null };
        const limited = await create('a', { limits: { ...limits, memory: 64 * 2 ** 20 } });
        const free = await create('b', { limits: { ...limits, memory: null } });
        expect((await details(limited)).memoryLimit).toBe(64 * 2 ** 20);
        expect((await details(free)).memoryLimit).toBeNull();
      });

      it('finds it by name and by id, and nothing by another name', async () => {
        const id = await create('a');
        expect((await engine.container(`${project}-a-1`))?.id).toBe(id);
        expect((await engine.container(id))?.name).toBe(`${project}-a-1`);
        expect(await engine.container(`${project}-b-1`)).toBeNull();
      });

      it('starts, stops and removes what is so already', async () => {
        const id = await create('a');
        await engine.startContainer(id);
        await engine.startContainer(id);
        expect((await details(id)).status).toBe('running');
        await engine.stopContainer(id, 0);
        await engine.stopContainer(id, 0);
        expect((await details(id)).status).toBe('exited');
        await engine.removeContainer(id, { force: false });
        await engine.removeContainer(id, { force: false });
        expect(await engine.container(id)).toBeNull();
      });

      it('removes a running one only by force', async () => {
        const id = await start('a');
        await expect(engine.removeContainer(id, { force: false })).rejects.toThrow();
        await engine.removeContainer(id, { force: true });
        expect(await engine.container(id)).toBeNull();
      });

      it('restarts', async () => {
        const id = await start('a');
        const before = (await details(id)).startedAt ?? 0;
        await under.sleep(10);
        await engine.restartContainer(id, 0);
        const after = await details(id);
        expect(after.status).toBe('running');
        expect(after.startedAt).toBeGreaterThan(before);
      });

      it('tells how one ended', async () => {
        const id = await start('a', { command: ['sh', '-c', 'exit 3'] });
        expect(await engine.waitContainer(id, signal)).toBe(3);
        expect(await details(id)).toMatchObject({ status: 'exited', exitCode: 3 });
      });

      it('ends the wait with the signal', async () => {
        const id = await start('a');
        const stop = new AbortController();
        const waiting = engine.waitContainer(id, stop.signal);
        const failed = expect(waiting).rejects.toThrow('enough');
        stop.abort(new Error('enough'));
        await failed;
        expect((await details(id)).status).toBe('running');
      });

      it('kills', async () => {
        const id = await start('a');
        await engine.killContainer(id, 'SIGKILL');
        expect(await engine.waitContainer(id, signal)).toBe(137);
      });

      it('row 22: names the holder of a name', async () => {
        const holder = await create('a');
        await expect(create('a')).rejects.toMatchObject({
          code: 'NAME_TAKEN',
          exitCode: 22,
          details: { kind: 'container', name: `${project}-a-1`, holder },
        });
      });

      it('rows 23, 24: names the port that is taken, when it starts', async () => {
        const hostPort = await under.port();
        const ports = [{ address: '127.0.0.1', hostPort, containerPort: 80 }];
        await start('a', { ports });
        const id = await create('b', { ports });
        await expect(engine.startContainer(id)).rejects.toMatchObject({
          code: 'PORT_TAKEN',
          exitCode: 22,
          details: { address: '127.0.0.1', port: hostPort },
        });
        const after = await details(id);
        expect(after.status).not.toBe('running');
        expect(after.error !== '').toBe(!lacks('start error'));
      });

      it('tells which image is missing', async () => {
        await expect(create('a', { image: under.missingImage })).rejects.toEqual(
          code('IMAGE_MISSING', 21),
        );
      });

      it('tells of a container that is not there', async () => {
        await expect(engine.startContainer(`${project}-no`)).rejects.toEqual(
          code('OBJECT_MISSING', 1),
        );
      });

      it('publishes a port and mounts a volume', async () => {
        const hostPort = await under.port();
        const id = await start('a', {
          ports: [{ address: '127.0.0.1', hostPort, containerPort: 80 }],
          mounts: [volume(`${project}_data`, '/data')],
        });
        const expected = {
          ports: [{ address: '127.0.0.1', hostPort, containerPort: 80 }],
          volumes: [{ name: `${project}_data`, target: '/data' }],
        };
        expect(await details(id)).toMatchObject(expected);
        const { containers } = await engine.snapshot(project);
        expect(containers.find((one) => one.id === id)).toMatchObject(expected);
      });

      it('takes limits, a read-only root, a tmpfs and a user', async () => {
        const id = await start('a', {
          limits: { memory: 64 * 2 ** 20, cpus: 0.5, pids: 50, shm: 2 ** 20 },
          readOnlyRoot: true,
          tmpfs: [{ target: '/scratch', size: 2 ** 20 }],
          user: '1000:1000',
        });
        expect((await details(id)).status).toBe('running');
        const { memoryLimit } = await engine.stats(id, signal);
        expect(memoryLimit === 64 * 2 ** 20).toBe(!lacks('limits'));
      });
    });

    describe('health', () => {
      const health = (command: string[]): HealthCheck => ({
        command,
        interval: 1_000,
        timeout: 1_000,
        startPeriod: 0,
        retries: 2,
      });

      it('is that of the check', async () => {
        const id = await start('a', { health: health(['true']) });
        expect((await details(id)).health).toBe('starting');
        if (lacks('health')) return;
        await until(id, (now) => now.health === 'healthy');
      });

      it('is bad after as many failures as allowed', async () => {
        const id = await start('a', { health: health(['false']) });
        if (lacks('health')) return;
        await until(id, (now) => now.health === 'unhealthy');
        const { containers } = await engine.snapshot(project);
        expect(containers.find((one) => one.id === id)?.health).toBe('unhealthy');
      });

      it('is none where there is no check', async () => {
        expect((await details(await start('a'))).health).toBeNull();
      });
    });

    describe('output', () => {
      const options: LogOptions = {
        follow: false,
        tail: null,
        since: null,
        timestamps: false,
        signal,
      };
      const talk = ['sh', '-c', 'echo one; echo two >&2; echo three'];
      const read = async (id: string, more: Partial<LogOptions> = {}) => {
        const lines: LogLine[] = [];
        for await (const line of engine.logs(id, { ...options, ...more })) lines.push(line);
        return lines;
      };
      const finished = async () => {
        const id = await start('a', { command: talk });
        await engine.waitContainer(id, signal);
        return id;
      };

      it('comes in lines, each of its stream', async () => {
        const lines = await read(await finished());
        const of = (stream: string) =>
          lines.filter((line) => line.stream === stream).map(({ text }) => text);
        expect(of('stdout')).toEqual(['one', 'three']);
        expect(of('stderr')).toEqual(['two']);
        expect(lines.every(({ time }) => time === null)).toBe(true);
      });

      it('has times where they are asked for', async () => {
        const lines = await read(await finished(), { timestamps: true });
        // Of two streams no order is promised.
        const line = lines.find(({ text }) => text === 'one');
        expect(line?.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      });

      it('can be its end only', async () => {
        expect(await read(await finished(), { tail: 1 })).toHaveLength(1);
      });

      it('can be of a time only', async () => {
        const id = await start('a', { command: ['sh', '-c', 'echo one; sleep 2; echo two'] });
        await engine.waitContainer(id, signal);
        const times = (await read(id, { timestamps: true })).map(({ time }) =>
          Date.parse(time ?? ''),
        );
        const between = ((times[0] ?? 0) + (times[1] ?? 0)) / 2_000;
        const texts = (lines: LogLine[]) => lines.map(({ text }) => text);
        expect(texts(await read(id, { since: between }))).toEqual(['two']);
        expect(texts(await read(id, { until: between }))).toEqual(['one']);
      });

      it('is followed until the container ends', async () => {
        const id = await start('a', { command: ['sh', '-c', 'echo one; sleep 1; echo two'] });
        const lines = await read(id, { follow: true });
        expect(lines.map(({ text }) => text)).toEqual(['one', 'two']);
      });

      it('is followed until the signal', async () => {
        const id = await start('a', { command: ['sh', '-c', 'echo one; sleep 1000'] });
        const stop = new AbortController();
        const reading = (async () => {
          const following = engine.logs(id, { ...options, follow: true, signal: stop.signal });
          for await (const _ of following) stop.abort(new Error('enough'));
        })();
        await expect(reading).rejects.toThrow('enough');
      });

      it('may be left in the middle', async () => {
        const id = await start('a', { command: ['sh', '-c', 'echo one; sleep 1000'] });
        for await (const line of engine.logs(id, { ...options, follow: true })) {
          expect(line.text).toBe('one');
          break;
        }
      });

      it('is none of a container that is not there', async () => {
        await expect(read(`${project}-no`)).rejects.toEqual(code('OBJECT_MISSING', 1));
      });
    });

    describe('exec', () => {
      const run = async (id: string, command: string[], stdin?: string) => {
        const said = { stdout: '', stderr: '' };
        const exitCode = await engine.exec(id, {
          command,
          env: { COLOUR: 'blue' },
          ...(stdin === undefined ? {} : { stdin: Readable.from([Buffer.from(stdin)]) }),
          onOutput: (stream, bytes) => {
            said[stream] += bytes.toString();
          },
          signal,
        });
        return { ...said, exitCode };
      };

      it('gives output and exit code', async () => {
        const script = 'echo out; echo err >&2; echo $COLOUR; exit 3';
        expect(await run(await start('a'), ['sh', '-c', script])).toEqual({
          stdout: 'out\nblue\n',
          stderr: 'err\n',
          exitCode: 3,
        });
      });

      it('tells of a program that is not there, and passes nothing of it on as output', async () => {
        const id = await start('a');
        const said: string[] = [];
        const exec = (terminal: boolean) =>
          engine.exec(id, {
            command: ['no-such-program'],
            ...(terminal
              ? {
                  terminal: {
                    size: () => ({ columns: 80, rows: 24 }),
                    onResize: () => () => {},
                  },
                }
              : {}),
            onOutput: (_stream, bytes) => {
              said.push(bytes.toString());
            },
            signal,
          });
        await expect(exec(false)).rejects.toEqual(code('PROGRAM_MISSING', 127));
        await expect(exec(true)).rejects.toEqual(code('PROGRAM_MISSING', 127));
        expect(said).toEqual([]);
      });

      it('takes input to its end', async () => {
        const text = 'line\n'.repeat(20_000);
        const { stdout, exitCode } = await run(await start('a'), ['cat'], text);
        expect(stdout.length).toBe(text.length);
        expect(exitCode).toBe(0);
      });

      it('gives a program a terminal, whose output is one stream', async () => {
        let text = '';
        // An older engine hears of the size only once the program runs.
        const script = 'test -t 1 && echo terminal; echo error >&2; sleep 1; stty size; exit 5';
        const exitCode = await engine.exec(await start('a'), {
          command: ['sh', '-c', script],
          terminal: { size: () => ({ columns: 61, rows: 17 }), onResize: () => () => {} },
          onOutput: (stream, bytes) => {
            expect(stream).toBe('stdout');
            text += bytes.toString();
          },
          signal,
        });
        expect({ text, exitCode }).toEqual({
          text: 'terminal\r\nerror\r\n17 61\r\n',
          exitCode: 5,
        });
      });

      it('passes on that the terminal was resized, until the program ends', async () => {
        const listeners = new Set<() => void>();
        let size = { columns: 80, rows: 24 };
        let text = '';
        await engine.exec(await start('a'), {
          command: ['sh', '-c', 'echo ready; sleep 4; stty size'],
          terminal: {
            size: () => size,
            onResize: (listener) => {
              listeners.add(listener);
              return () => listeners.delete(listener);
            },
          },
          onOutput: (_stream, bytes) => {
            text += bytes.toString();
            size = { columns: 132, rows: 43 };
            for (const listener of listeners) listener();
          },
          signal,
        });
        expect(text).toBe('ready\r\n43 132\r\n');
        expect(listeners.size).toBe(0);
      });

      it('fails where its input does', async () => {
        const id = await start('a');
        const stdin = Readable.from(
          (async function* () {
            yield Buffer.from('some');
            throw new Error('no more');
          })(),
        );
        const command = ['cat'];
        await expect(
          engine.exec(id, { command, stdin, onOutput: () => {}, signal }),
        ).rejects.toThrow('no more');
      });

      it('fails in a container that does not run', async () => {
        await expect(run(await create('a'), ['true'])).rejects.toEqual(code('ENGINE_FAILED', 1));
      });

      it('ends the wait with the signal', async () => {
        const id = await start('a');
        const stop = new AbortController();
        const waiting = engine.exec(id, {
          command: ['sleep', '1000'],
          onOutput: () => {},
          signal: stop.signal,
        });
        const failed = expect(waiting).rejects.toThrow('enough');
        stop.abort(new Error('enough'));
        await failed;
      });
    });

    describe('files', () => {
      it('go in and out of a container that never ran, with their owner, through a volume', async () => {
        const id = await create('a', { mounts: [volume(`${project}_data`, '/data')] });
        await engine.putArchive(id, '/data', await tarOf('a.txt', 'alpha'), signal);
        expect(await engine.hasPath(id, '/data/a.txt')).toBe(true);
        expect(await engine.hasPath(id, '/data/b.txt')).toBe(false);
        const files = await filesOf(await engine.getArchive(id, '/data', signal));
        const uid = lacks('owner') ? expect.any(Number) : 1000;
        expect(files['a.txt']).toEqual({ text: 'alpha', uid, mode: 0o400 });

        const other = await start('b', {
          mounts: [volume(`${project}_data`, '/elsewhere')],
          command: ['cat', '/elsewhere/a.txt'],
          user: '1000:1000',
        });
        expect(await engine.waitContainer(other, signal)).toBe(0);
      });

      it('are not there where the path is not', async () => {
        const id = await create('a');
        await expect(engine.getArchive(id, '/nowhere', signal)).rejects.toEqual(
          code('OBJECT_MISSING', 1),
        );
      });
    });

    describe('networks', () => {
      const network = (part: string, internal = false) => ({
        name: `${project}-${part}`,
        internal,
        labels: { [labelNames.project]: project },
      });

      it('are made, found and removed', async () => {
        const id = await engine.createNetwork(network('in', true));
        const found = await engine.network(`${project}-in`);
        expect(found).toMatchObject({
          id,
          internal: true,
          labels: { [labelNames.project]: project },
          containers: [],
        });
        expect(found?.subnets).toHaveLength(1);
        await engine.removeNetwork(id);
        await engine.removeNetwork(id);
        expect(await engine.network(`${project}-in`)).toBeNull();
      });

      it('are not made twice', async () => {
        await engine.createNetwork(network('in'));
        await expect(engine.createNetwork(network('in'))).rejects.toMatchObject({
          code: 'NAME_TAKEN',
          exitCode: 22,
          details: { kind: 'network', name: `${project}-in` },
        });
      });

      it('hold a container in several, and are not removed under it', async () => {
        for (const part of ['in', 'out']) await engine.createNetwork(network(part));
        const networks = ['in', 'out'].map((part) => ({
          name: `${project}-${part}`,
          aliases: [`alias-${part}`],
        }));
        const id = await start('a', { networks });
        const names = (await details(id)).networks.map((one) => one.name).sort();
        expect(names).toEqual([`${project}-in`, `${project}-out`]);
        expect((await engine.network(`${project}-out`))?.containers).toEqual([`${project}-a-1`]);
        await expect(engine.removeNetwork(`${project}-out`)).rejects.toEqual(
          code('NETWORK_IN_USE', 22),
        );
      });

      it('take a container later', async () => {
        await engine.createNetwork(network('in'));
        await engine.createNetwork(network('out'));
        const id = await start('a', { networks: [{ name: `${project}-in`, aliases: [] }] });
        await engine.connectNetwork(`${project}-out`, id, ['late']);
        expect((await details(id)).networks.map((one) => one.name)).toContain(`${project}-out`);
      });

      it('can be none', async () => {
        const id = await start('a', { networks: 'none' });
        expect((await details(id)).networks.every(({ address }) => address === null)).toBe(true);
      });

      it('are missed by name', async () => {
        const joining = start('a', { networks: [{ name: `${project}-no`, aliases: [] }] });
        await expect(joining).rejects.toEqual(code('OBJECT_MISSING', 1));
      });
    });

    describe('volumes', () => {
      it('are made once, found and removed', async () => {
        const labels = { [labelNames.project]: project };
        await engine.createVolume(`${project}_data`, labels);
        await engine.createVolume(`${project}_data`, labels);
        expect(await engine.volume(`${project}_data`)).toMatchObject({
          name: `${project}_data`,
          driver: 'local',
          labels,
        });
        await engine.removeVolume(`${project}_data`);
        await engine.removeVolume(`${project}_data`);
        expect(await engine.volume(`${project}_data`)).toBeNull();
      });

      it('keep the labels of whoever made them first, of many at once', async () => {
        const name = `${project}_lock`;
        const makers = ['1', '2', '3', '4', '5', '6'];
        const seen = await Promise.all(
          makers.map(async (maker) => {
            await engine.createVolume(name, { [labelNames.project]: project, maker });
            return (await engine.volume(name))?.labels.maker;
          }),
        );
        expect(new Set(seen).size).toBe(1);
        expect(makers).toContain(seen[0]);
        await engine.removeVolume(name);
      });

      it('are not removed under a container, which is named, and outlive it', async () => {
        const id = await create('a', { mounts: [volume(`${project}_data`, '/data')] });
        await expect(engine.removeVolume(`${project}_data`)).rejects.toMatchObject({
          code: 'VOLUME_IN_USE',
          exitCode: 22,
          details: { name: `${project}_data`, holders: [id] },
        });
        await engine.removeContainer(id, { force: false });
        expect(await engine.volume(`${project}_data`)).not.toBeNull();
      });
    });

    describe('images', () => {
      it('are found by reference and by id', async () => {
        const found = await engine.image(under.image);
        expect(found?.tags).toContain(under.image);
        expect(found?.architecture).toBe(engine.info.architecture);
        expect((await engine.image(found?.id ?? ''))?.id).toBe(found?.id);
        expect(await engine.image(under.missingImage)).toBeNull();
      });

      it('rows 10, 12: fail to be pulled with the words of the registry', async () => {
        const pulling = engine.pullImage(under.missingImage, { signal });
        await expect(pulling).rejects.toEqual(code('PULL_FAILED', 1));
      });

      it('are built, with labels and progress', async () => {
        const seen: string[] = [];
        const context = await tarOf('Dockerfile', `FROM ${under.image}\nRUN echo done\n`);
        const tag = `gecko-test/built:${project}`;
        const built = await engine.buildImage(Readable.from([context]), {
          tag,
          labels: { [labelNames.project]: project },
          onProgress: ({ status }) => seen.push(status),
          signal,
        });
        expect(built).toMatchObject({ tags: [tag], labels: { [labelNames.project]: project } });
        expect(seen.join('\n')).toContain('RUN echo done');
      });

      it('fail to be built where a step fails', async () => {
        const context = await tarOf('Dockerfile', `FROM ${under.image}\nRUN exit 4\n`);
        const tag = `gecko-test/built:${project}`;
        await expect(
          engine.buildImage(Readable.from([context]), { tag, labels: {}, signal }),
        ).rejects.toEqual(code('BUILD_FAILED', 1));
        expect(await engine.image(tag)).toBeNull();
      });
    });

    describe('images in a tar', () => {
      it('go out together and come in again with their names', async () => {
        const tag = `gecko-test/saved:${project}`;
        const context = await tarOf('Dockerfile', `FROM ${under.image}\nLABEL a=b\n`);
        const built = await engine.buildImage(Readable.from([context]), {
          tag,
          labels: {},
          signal,
        });
        const tar = await bytesOf(await engine.saveImages([under.image, tag], signal));
        const seen: string[] = [];
        const loaded = await engine.loadImages(Readable.from([tar]), {
          onProgress: ({ status }) => seen.push(status),
          signal,
        });
        expect([...loaded].sort()).toEqual([under.image, tag].sort());
        expect((await engine.image(tag))?.id).toBe(built.id);
        expect(seen.join('\n')).toContain(tag);
      });

      it('are not saved where one is missing', async () => {
        const saving = (async () =>
          bytesOf(await engine.saveImages([under.image, under.missingImage], signal)))();
        await expect(saving).rejects.toMatchObject({ code: 'IMAGE_MISSING', exitCode: 21 });
      });

      it('fail to be loaded from what is no such tar', async () => {
        const context = await tarOf('other.txt', 'nothing of an image');
        const loading = engine.loadImages(Readable.from([context]), { signal });
        await expect(loading).rejects.toEqual(code('LOAD_FAILED', 1));
      });

      it('end with an input that fails', async () => {
        const tar = Readable.from(
          (async function* () {
            yield Buffer.alloc(512);
            throw new Error('the file broke');
          })(),
        );
        await expect(engine.loadImages(tar, { signal })).rejects.toThrow('the file broke');
      });
    });

    describe('snapshot', () => {
      it('parts what carries the label from what does not, in four calls', async () => {
        const id = await start('a', { mounts: [volume(`${project}_data`, '/data')] });
        const stranger = await create('b', { labels: {} });
        const before = engine.calls;
        const { containers, volumes, images, foreign } = await engine.snapshot(project);
        expect(engine.calls - before).toBe(4);
        expect(containers.map((container) => container.id)).toEqual([id]);
        expect(foreign.containers.map((container) => container.id)).toContain(stranger);
        expect(volumes).toEqual([]);
        expect(foreign.volumes.map(({ name }) => name)).toContain(`${project}_data`);
        expect(images.flatMap(({ tags }) => tags)).toContain(under.image);
      });
    });
  });
}

async function bytesOf(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts);
}

async function tarOf(name: string, text: string): Promise<Buffer> {
  const archive = pack();
  archive.entry({ name, uid: 1000, gid: 1000, mode: 0o400 }, text);
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) if (Buffer.isBuffer(part)) parts.push(part);
  return Buffer.concat(parts);
}

/** Files of a tar by their name without the folder. */
async function filesOf(tar: Readable) {
  const files: Record<string, { text: string; uid: number | undefined; mode: number }> = {};
  for await (const entry of tar.pipe(extract())) {
    let text = '';
    for await (const part of entry) text += String(part);
    const { name, type, uid, mode = 0 } = entry.header;
    if (type === 'file') files[name.split('/').at(-1) ?? ''] = { text, uid, mode: mode & 0o777 };
  }
  return files;
}
