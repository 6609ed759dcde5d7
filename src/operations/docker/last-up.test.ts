import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capturedFacts, type MachineName } from '../../../test/fakes/captured-facts.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { dockerWithNvidia } from '../../../test/fakes/engine-info.ts';
import { type FakeDocker, fakeDocker, stackImages } from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { withChosenModel } from '../../config/with-chosen-model.ts';
import type { Runtime } from '../../runtime.ts';
import { labelNames } from '../../stack/labels.ts';
import { readLastUp } from '../../state/last-up.ts';
import { bringUp } from '../doctor/bring-up.ts';
import { doctorFacts } from '../doctor/facts.ts';
import { scale } from '../scale.ts';
import { dockerUp } from './up.ts';

let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-last-up-'));
  runtime = await fakeRuntime(home, new FakeRag());
  docker = fakeDocker();
  runtime.docker = async () => docker;
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

/** As `gecko up --model phi4 --expose --insecure` changes it. */
const asked = (): Runtime => {
  const { config } = runtime;
  const tls = { ...config.tls, insecure: true };
  return { ...runtime, config: { ...config, model: 'phi4', expose: true, tls } };
};
const last = () => readLastUp(runtime.paths.project.lastUp);
/** By name, of what it is made. */
const seen = async () => {
  const { containers } = await docker.fake.snapshot('gecko');
  return new Map(
    containers.map(({ name, id, labels }) => [name, [id, labels[labelNames.configHash]]]),
  );
};

it('scales what runs with the options of the last up', async () => {
  await dockerUp(plainUp, asked());
  const before = await seen();
  await scale({ pairs: ['rag=2'], healthyWithin: 5_000 }, runtime);
  const after = await seen();
  for (const [name, value] of before) expect(after.get(name), name).toEqual(value);
  expect(after.get('gecko-rag-2')?.[1]).toBe(before.get('gecko-rag-1')?.[1]);
  expect(last()).toEqual({ model: 'phi4', expose: true, insecure: true });
});

it('mends some services with them, and all without', async () => {
  await dockerUp(plainUp, asked());
  const before = await seen();
  const facts = doctorFacts('docker', runtime);
  await bringUp(facts, { services: ['qa'], forceRecreate: true, noDeps: true });
  const after = await seen();
  expect(after.get('gecko-qa-1')?.[1]).toBe(before.get('gecko-qa-1')?.[1]);
  expect(after.get('gecko-qa-1')?.[0]).not.toBe(before.get('gecko-qa-1')?.[0]);
  await bringUp(facts);
  expect((await seen()).get('gecko-web-1')?.[1]).not.toBe(before.get('gecko-web-1')?.[1]);
  expect(last()).toEqual({});
});

describe('an up of some services without what they need', () => {
  const isExposed = () => existsSync(runtime.paths.project.exposed);
  const renewed = { ...plainUp, forceRecreate: true, noDeps: true };

  it('leaves the door as it was asked for, and what is known of that', async () => {
    await dockerUp(plainUp, asked());
    const before = await seen();
    await dockerUp({ ...renewed, services: ['qa'] }, runtime);
    expect((await seen()).get('gecko-qa-1')?.[1]).toBe(before.get('gecko-qa-1')?.[1]);
    await dockerUp({ ...renewed, services: ['web'] }, runtime);
    expect((await seen()).get('gecko-web-1')?.[1]).toBe(before.get('gecko-web-1')?.[1]);
    expect(last()).toEqual({ model: 'phi4', expose: true, insecure: true });
    expect(isExposed()).toBe(true);
  });

  it('tells of the door only where it is one of them', async () => {
    await dockerUp(plainUp, runtime);
    await dockerUp({ ...renewed, services: ['qa'] }, asked());
    expect([last(), isExposed()]).toEqual([{}, false]);
    await dockerUp({ ...renewed, services: ['web'] }, asked());
    expect([last().expose, isExposed()]).toEqual([true, true]);
  });
});

describe('the hardware of the last up', () => {
  const on = async (name: MachineName) => {
    docker = fakeDocker(stackImages, { host: await capturedFacts(name), info: dockerWithNvidia });
  };
  const devices = async () => (await docker.fake.container('gecko-ollama-1'))?.devices;
  const again = { services: ['ollama'] as const, forceRecreate: true, noDeps: true };

  it('is that of a scale, and of a repair of some services', async () => {
    await on('Radeon RX 7900 XTX');
    await dockerUp({ ...plainUp, profile: 'cpu' }, runtime);
    expect(last()).toEqual({ profile: 'cpu' });
    const { json } = await scale({ pairs: ['rag=2'], healthyWithin: 5_000 }, runtime);
    expect(json).toMatchObject({ profile: 'cpu' });
    await bringUp(doctorFacts('docker', runtime), again);
    expect(await devices()).toEqual([]);
  });

  it('are the cards, too, but for who asks for others', async () => {
    await on('one NVIDIA card');
    await dockerUp({ ...plainUp, gpus: '0' }, runtime);
    await dockerUp({ ...plainUp, ...again }, runtime);
    expect(await devices()).toEqual([]);
    await dockerUp({ ...plainUp, ...again, profile: 'gpu-nvidia' }, runtime);
    expect(await devices()).toHaveLength(1);
  });

  it('is chosen anew by a plain up', async () => {
    await on('one NVIDIA card');
    await dockerUp({ ...plainUp, profile: 'cpu' }, runtime);
    expect((await dockerUp(plainUp, runtime)).json).toMatchObject({ profile: 'gpu-nvidia' });
    expect(last()).toEqual({});
  });
});

it('notes nothing that the configuration says, or was chosen for the project', async () => {
  await dockerUp(plainUp, { ...runtime, config: withChosenModel(runtime.config, 'phi4') });
  expect(last()).toEqual({});
});
