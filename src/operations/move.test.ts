import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { plainUp, portsOfOurOwn } from '../../test/fakes/docker-up.ts';
import { type FakeDocker, fakeDocker } from '../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { GeckoError } from '../errors.ts';
import { ensureProjectState, readProjectState, recordRuntime } from '../state/project-state.ts';
import { ensureServices } from './backend.ts';
import type { DockerUpInput } from './docker/up.ts';
import { down } from './down.ts';
import { status } from './status.ts';
import { up } from './up.ts';

let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-move-'));
  runtime = await fakeRuntime(home, new FakeRag());
  docker = fakeDocker();
  runtime.docker = async () => docker;
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

const goTo = (kind: 'docker' | 'embedded', changes: Partial<DockerUpInput> = {}, carry = true) => {
  runtime.config = { ...runtime.config, runtime: kind };
  return up(
    { wantsEngine: null, dockerOnly: [], docker: { ...plainUp, ...changes }, carry },
    runtime,
  );
};
const recorded = () => readProjectState(runtime.paths.project.state)?.runtime;
const running = async () =>
  (await docker.fake.snapshot('gecko')).containers
    .filter(({ status }) => status === 'running')
    .map(({ name }) => name)
    .toSorted();
const all = ['gecko-ollama-1', 'gecko-qa-1', 'gecko-qdrant-1', 'gecko-rag-1', 'gecko-web-1'];
const fails =
  (message: string, code = 'STORE_UNREACHABLE') =>
  async () => {
    throw new GeckoError(code, message, { exitCode: 20 });
  };

describe('a move into containers', () => {
  beforeEach(async () => {
    const { state } = runtime.paths.project;
    await recordRuntime(state, ensureProjectState(state, '1', 0), 'embedded');
    await runtime.supervisor.ensure(runtime.signal);
  });

  it('ends the embedded services, brings the corpus over and records where it is', async () => {
    const { json, text } = await goTo('docker');
    expect(json).toMatchObject({ runtime: 'docker', moved: true, movedFrom: 'embedded' });
    expect(await running()).toEqual(all);
    expect(docker.carried).toEqual(['docker']);
    expect(runtime.running).toBeNull();
    expect(recorded()).toBe('docker');
    expect(runtime.ui.questions[0]).toContain('corpus is carried over');
    expect(text(runtime.ui.style)).toContain('gecko down --volumes --runtime embedded');
  });

  it('changes nothing without consent', async () => {
    runtime.ui.answer = false;
    await goTo('docker');
    expect(await running()).toEqual([]);
    expect(runtime.running).not.toBeNull();
    expect(recorded()).toBe('embedded');
  });

  it('begins with an empty corpus, unasked, where that is said', async () => {
    await goTo('docker', {}, false);
    expect(runtime.ui.questions).toEqual([]);
    expect(docker.carried).toEqual([]);
    expect(recorded()).toBe('docker');
  });

  it('lets the embedded services answer again where the containers do not come up', async () => {
    docker.sick.add('gecko-qa-1');
    await expect(goTo('docker', { healthyWithin: 100 })).rejects.toMatchObject({
      code: 'UNHEALTHY',
    });
    expect(await running()).toEqual([]);
    expect(runtime.running).not.toBeNull();
    expect(recorded()).toBe('embedded');
  });

  it('lets them answer again, on their ports, where the corpus cannot be carried', async () => {
    docker.carry = fails('Qdrant does not answer');
    await expect(goTo('docker')).rejects.toThrow('Qdrant does not answer');
    expect(await running()).toEqual([]);
    expect(runtime.running).not.toBeNull();
    expect(recorded()).toBe('embedded');
    expect((await docker.fake.snapshot('gecko')).volumes).not.toEqual([]);
  });

  it('stays in containers where only the model cannot be had', async () => {
    docker.ollama.registry = new Map();
    await expect(goTo('docker')).rejects.toThrow('file does not exist');
    expect(await running()).toEqual(all);
    expect(recorded()).toBe('docker');
  });

  it('says what to do where it was killed while containers have the ports', async () => {
    const ask = () => ensureServices({ ...runtime, supervisor: portless });
    const meanwhile: unknown[] = [];
    docker.carry = async () => {
      await ask().catch((error: unknown) => meanwhile.push(error));
      await status({ services: [], only: null }, { ...runtime, config });
      return { collections: [], left: [] };
    };
    const { config } = runtime;
    const portless = { ...runtime.supervisor, ensure: fails('Port 8000 is taken', 'PORT_TAKEN') };
    await goTo('docker');
    expect(meanwhile).toEqual([
      expect.objectContaining({
        code: 'MOVE_UNFINISHED',
        exitCode: 22,
        message: expect.stringContaining('Port 8000 is taken'),
        hint: expect.stringContaining('gecko up --runtime docker'),
      }),
    ]);
    expect(runtime.ui.events).toContainEqual({
      type: 'warning',
      text: expect.stringContaining('begun and not ended'),
    });
    await expect(ask()).rejects.toMatchObject({ code: 'PORT_TAKEN' });
  });

  it('only shows what it would do in a dry run', async () => {
    await goTo('docker', { dryRun: true });
    expect(await running()).toEqual([]);
    expect(runtime.running).not.toBeNull();
    expect(runtime.ui.questions).toEqual([]);
  });
});

describe('down --volumes after a move', () => {
  const withData = { volumes: true };

  it('says that the folder of the embedded runtime is still there, and where', async () => {
    const { state, store } = runtime.paths.project;
    await recordRuntime(state, ensureProjectState(state, '1', 0), 'embedded');
    mkdirSync(join(store, 'corpus'), { recursive: true });
    await goTo('docker');
    const { json, text } = await down(withData, runtime);
    expect(json).toMatchObject({ otherData: { runtime: 'embedded', places: [store] } });
    expect(text(runtime.ui.style)).toContain(
      `has data of this project still, in ${store}; this deletes it: gecko down --volumes --runtime embedded`,
    );
    runtime.config = { ...runtime.config, runtime: 'embedded' };
    expect((await down(withData, runtime)).json).not.toHaveProperty('otherData');
  });

  it('says where the backups are, which stay', async () => {
    const { state, backups } = runtime.paths.project;
    await recordRuntime(state, ensureProjectState(state, '1', 0), 'embedded');
    runtime.config = { ...runtime.config, runtime: 'embedded' };
    expect((await down(withData, runtime)).json).not.toHaveProperty('backups');
    mkdirSync(join(backups, 'manifests'), { recursive: true });
    const { json, text } = await down(withData, runtime);
    expect(json).toMatchObject({ backups });
    expect(text(runtime.ui.style)).toContain(`Backups stay, in ${backups}.`);
  });

  it('says that the volumes of the containers are still there, or stay', async () => {
    await goTo('docker');
    await goTo('embedded');
    const left = await down(withData, runtime);
    expect(left.json).toMatchObject({
      otherData: { runtime: 'docker', places: expect.arrayContaining(['gecko_qdrant_storage']) },
    });
    await goTo('docker', {}, false);
    runtime.config = { ...runtime.config, runtime: 'embedded' };
    mkdirSync(runtime.paths.project.store, { recursive: true });
    const { text } = await down(withData, runtime);
    expect(text(runtime.ui.style)).toContain(
      'The corpus is in the docker runtime, and stays: the volumes gecko_qdrant_storage',
    );
  });
});

describe('a move out of containers', () => {
  beforeEach(async () => {
    runtime.config = { ...runtime.config, runtime: 'docker' };
    await up({ wantsEngine: null, dockerOnly: [], docker: plainUp, carry: true }, runtime);
  });

  it('stops the containers, brings the corpus over and starts the embedded services', async () => {
    const { json, text } = await goTo('embedded');
    expect(json).toMatchObject({ runtime: 'embedded', moved: true, movedFrom: 'docker' });
    expect(await running()).toEqual([]);
    expect(docker.carried).toEqual(['embedded']);
    expect(runtime.running).not.toBeNull();
    expect(recorded()).toBe('embedded');
    expect(text(runtime.ui.style)).toContain('gecko down --volumes --runtime docker');
  });

  it('only says what it would do in a dry run', async () => {
    const { json, text } = await goTo('embedded', { dryRun: true });
    expect(json).toMatchObject({ dryRun: true, moves: true });
    expect(text(runtime.ui.style)).toContain('Would move project gecko');
    expect(await running()).toEqual(all);
    expect(runtime.running).toBeNull();
  });

  it('carries while the backends are stopped and Qdrant runs', async () => {
    const seen: string[][] = [];
    docker.carry = async () => {
      seen.push(await running());
      return { collections: [], left: [] };
    };
    await goTo('embedded');
    expect(seen).toEqual([['gecko-ollama-1', 'gecko-qdrant-1', 'gecko-web-1']]);
  });

  it.each([
    ['the corpus cannot be carried', () => Object.assign(docker, { carry: fails('full') })],
    [
      'the embedded services do not start',
      () => Object.assign(runtime.supervisor, { ensure: fails('full') }),
    ],
  ])('lets the containers run again where %s', async (_, spoil) => {
    spoil();
    await expect(goTo('embedded')).rejects.toThrow('full');
    expect(await running()).toEqual(all);
    expect(recorded()).toBe('docker');
  });

  it('stops the service that takes documents in beside the backends of the user, too', async () => {
    const { rag, qa } = runtime.config.services;
    rag.image = 'gecko-backend:test';
    qa.image = 'gecko-backend:test';
    await up({ wantsEngine: null, dockerOnly: [], docker: plainUp, carry: true }, runtime);
    expect(await running()).toContain('gecko-corpus-1');
    let during: string[] = [];
    docker.carry = async () => {
      during = await running();
      return { collections: [], left: [] };
    };
    await goTo('embedded');
    expect(during).toEqual(['gecko-ollama-1', 'gecko-qdrant-1', 'gecko-web-1']);
  });

  it('needs the containers to carry from, unless the corpus is to be empty', async () => {
    for (const { id } of (await docker.fake.snapshot('gecko')).containers)
      await docker.fake.removeContainer(id, { force: true });
    await expect(goTo('embedded')).rejects.toMatchObject({ code: 'NOTHING_THERE', exitCode: 10 });
    await goTo('embedded', {}, false);
    expect(recorded()).toBe('embedded');
  });

  it('needs no engine where the corpus is to be empty', async () => {
    runtime.docker = async () => {
      throw new GeckoError('ENGINE_UNREACHABLE', 'no engine answers', { exitCode: 20 });
    };
    await expect(goTo('embedded')).rejects.toMatchObject({ exitCode: 20 });
    await goTo('embedded', {}, false);
    expect(recorded()).toBe('embedded');
  });
});
