import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker, stackImages } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { type EngineErrorCode, engineError } from '../../engine/engine-error.ts';
import type { ContainerSpec } from '../../engine/objects.ts';
import { dockerDown } from './down.ts';
import { dockerUp } from './up.ts';

/** What an engine does before one of its methods. */
let before: (method: string, nth: number) => void;
let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
/** The first of five ports, one after the other. */
let port: number;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-trouble-'));
  runtime = await fakeRuntime(home, new FakeRag());
  before = () => {};
  docker = fakeDocker(stackImages, { before: (method, nth) => before(method, nth) });
  runtime.docker = async () => docker;
  Object.assign(runtime.config.ports, portsOfOurOwn());
  port = runtime.config.ports.web[0] ?? 0;
});
afterEach(() => rmSync(home, { recursive: true }));

const up = async () => (await dockerUp(plainUp, runtime)).json;
const own = () => docker.fake.snapshot('gecko');
const names = async () => (await own()).containers.map(({ name }) => name).toSorted();
const all = ['gecko-ollama-1', 'gecko-qa-1', 'gecko-qdrant-1', 'gecko-rag-1', 'gecko-web-1'];

/** A container that is not the project's. */
const stranger = (changes: Partial<ContainerSpec>) =>
  docker.fake.createContainer({
    ...containerSpec('stranger', 'gecko-backend:test'),
    labels: {},
    ...changes,
  });

/** From the second of the calls on, every one ends so. */
function failFrom(method: string, code: EngineErrorCode): void {
  let failing = false;
  before = (called, nth) => {
    failing ||= called === method && nth >= 2;
    if (failing) throw engineError(code, 'scripted');
  };
}

describe('an engine in trouble', () => {
  it.each([
    ['ends (row 3)', 'ENGINE_UNREACHABLE', 20],
    ['hangs (row 4)', 'ENGINE_SILENT', 23],
  ] as const)(
    'that %s in the middle of up is left alone, and the next up completes it',
    async (_, code, exitCode) => {
      failFrom('createContainer', code);
      const asked = docker.fake.made.length;
      await expect(up()).rejects.toMatchObject({ code, exitCode });
      const made = docker.fake.made.slice(asked);
      expect(made.filter((call) => /^removeNetwork/.test(call))).toEqual([]);
      expect(runtime.ui.events).toContainEqual({
        type: 'warning',
        text: expect.stringContaining('What was made stays'),
      });
      const journal = readFileSync(runtime.paths.project.journal, 'utf8');
      expect(journal).toMatch(/"outcome":"failed: /);
      before = () => {};
      // Its holder has ended by then; here it is this very process.
      await docker.fake.removeVolume('gecko_lock');
      await up();
      expect(await names()).toEqual(all);
      expect((await own()).networks.map(({ name }) => name)).toEqual([
        'gecko-internal',
        'gecko-external',
      ]);
    },
  );

  it('that is lost while a run is taken back is asked no further (row 3)', async () => {
    docker.sick.add('gecko-qdrant-1');
    let isLost = false;
    let removals = 0;
    before = (method) => {
      isLost ||=
        method === 'removeContainer' && docker.fake.made.some((call) => /^logs/.test(call));
      removals += isLost && /^remove(Container|Network)$/.test(method) ? 1 : 0;
      if (isLost) throw engineError('ENGINE_UNREACHABLE', 'scripted');
    };
    await expect(up()).rejects.toMatchObject({ code: 'UNHEALTHY' });
    expect(removals).toBe(1);
  });
});

describe('in the way of up', () => {
  it('a port of another container: its name, the key and a free port (row 23)', async () => {
    const ports = [{ address: '127.0.0.1', hostPort: port + 1, containerPort: 80 }];
    await docker.fake.startContainer(await stranger({ ports }));
    await expect(up()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      exitCode: 22,
      message: `Port ${port + 1} (ports.rag) is taken by container stranger (image gecko-backend:test, not made by gecko)`,
      hint: expect.stringMatching(/ports\.rag.*GECKO_PORTS_RAG.*Port \d+ is free/),
    });
    expect(await names()).toEqual([]);
  });

  it('a port that is taken between the look and the start: the same words, and nothing left (row 24)', async () => {
    const ports = [{ address: '127.0.0.1', hostPort: port + 1, containerPort: 80 }];
    const id = await stranger({ ports });
    let starts = 0;
    before = (method) => {
      if (method !== 'startContainer') return;
      starts += 1;
      if (starts === 1) void docker.fake.startContainer(id);
    };
    await expect(up()).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      exitCode: 22,
      message: `Port ${port + 1} (ports.rag) is taken by container stranger (image gecko-backend:test, not made by gecko)`,
      details: { key: 'ports.rag' },
    });
    const { containers, networks } = await own();
    expect({ containers, networks }).toEqual({ containers: [], networks: [] });
    expect((await docker.fake.container(id))?.status).toBe('running');
  });

  it.skipIf(process.platform !== 'linux')(
    'a program at one of all the addresses that are to be published',
    async () => {
      const server = createServer().listen(port + 1, '127.0.0.2');
      await once(server, 'listening');
      try {
        Object.assign(runtime.config, { bind: '127.0.0.2', expose: false });
        await expect(up()).rejects.toMatchObject({ code: 'PORT_TAKEN' });
        Object.assign(runtime.config, { expose: true, tls: { insecure: true } });
        await expect(up()).rejects.toMatchObject({
          code: 'PORT_TAKEN',
          message: expect.stringContaining(`Port ${port + 1} (ports.rag) is taken by `),
        });
        expect(await names()).toEqual([]);
      } finally {
        server.close();
      }
    },
  );

  it('a network and a volume of the name: whose they are, left alone (row 25)', async () => {
    await docker.fake.createNetwork({ name: 'gecko-internal', internal: false, labels: {} });
    await docker.fake.createVolume('gecko_qdrant_storage', {
      'com.docker.compose.project': 'old',
    });
    const networks = [{ name: 'gecko-internal', aliases: [] }];
    await docker.fake.startContainer(await stranger({ networks }));
    await expect(up()).rejects.toMatchObject({
      code: 'NAME_TAKEN',
      exitCode: 22,
      message: expect.stringMatching(
        /network gecko-internal: not made by gecko, in it: stranger; volume gecko_qdrant_storage: Compose project old/,
      ),
    });
    expect((await docker.fake.network('gecko-internal'))?.containers).toEqual(['stranger']);
    expect(await names()).toEqual([]);
  });
});

describe('in the way of down', () => {
  it('a foreign container that mounts a volume: nothing stops, nothing is asked (row 26)', async () => {
    await up();
    const mount = { source: 'gecko_qdrant_storage', target: '/data', readOnly: true };
    await stranger({ mounts: [{ type: 'volume', ...mount }] });
    await expect(dockerDown({ volumes: true }, runtime)).rejects.toMatchObject({
      code: 'VOLUME_IN_USE',
      exitCode: 22,
      message: expect.stringContaining('gecko_qdrant_storage (by stranger)'),
    });
    expect(runtime.ui.questions).toEqual([]);
    expect(await names()).toEqual(all);
    expect((await own()).containers.every(({ status }) => status === 'running')).toBe(true);
    await dockerDown({ volumes: false }, runtime);
    expect(await names()).toEqual([]);
  });
});
