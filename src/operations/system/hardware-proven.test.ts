import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReportValues } from '@gecko/core/contract/system-report';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CardWorld, cardWorld } from '../../../test/fakes/card-world.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { liveClock } from '../../live-clock.ts';
import { ensureToken } from '../../state/token.ts';
import { dockerUp } from '../docker/up.ts';
import type { Check } from '../doctor/check.ts';
import { gpu } from '../doctor/checks/gpu.ts';
import { doctor } from '../doctor.ts';

type Hardware = ReportValues['hardware'];

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-proven-'));
  rag = new FakeRag();
  runtime = { ...(await fakeRuntime(home, rag)), clock: liveClock };
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

async function upOn(log: string, profile: string): Promise<CardWorld> {
  const world = await cardWorld('one NVIDIA card', log);
  runtime.docker = async () => world.docker;
  await dockerUp({ ...plainUp, profile }, runtime);
  return world;
}

/** What doctor tells of the hardware where the backends have been told this. */
async function toldByDoctor(before: Hardware | null, check: Check = gpu) {
  const nothing = { services: null, models: null, doctor: null, backups: null };
  const told = { at: '', age: 0, stale: false, renew: '' };
  rag.reportAnswer = { ...nothing, hardware: before && { ...told, value: before } };
  rag.told.length = 0;
  await doctor({ only: [], skip: [], fix: false, verbose: false }, runtime, [check]);
  expect(rag.told).toHaveLength(1);
  expect(rag.told[0]).toHaveProperty('doctor');
  return rag.told[0]?.hardware;
}
const toldByUp = () => rag.told.at(-1)?.hardware ?? null;

describe('the hardware that doctor tells', () => {
  it('has the proof of the card, with its time, and what up said of the profile', async () => {
    const world = await upOn('on-the-gpu', 'gpu-nvidia');
    world.docker.ollama.loaded.clear();
    const before = toldByUp();
    expect(before).toMatchObject({ profile: 'gpu-nvidia', reason: expect.stringMatching(/./) });
    const began = Date.now();
    const told = await toldByDoctor(before && { ...before, proof: null });
    expect(told).toMatchObject({
      ...{ profile: 'gpu-nvidia', reason: before?.reason, gpus: before?.gpus, cpu: before?.cpu },
      proof: {
        ...{ processor: 'gpu', model: 'llama3', text: 'llama3 runs on the GPU' },
        evidence: expect.arrayContaining([expect.stringContaining('grew by 4.34 GiB')]),
      },
    });
    expect(Date.parse(told?.proof?.at ?? '')).toBeGreaterThanOrEqual(began);
  });

  it('tells the card that was lost since up had proven it', async () => {
    const { card, docker } = await upOn('on-the-cpu', 'gpu-nvidia');
    docker.ollama.loaded.clear();
    Object.assign(card, {
      ...{ ill: { exitCode: 255, stdout: 'Failed to initialize NVML: Unknown Error\n' } },
      ...{ share: 0, shown: 0 },
    });
    expect((await toldByDoctor(toldByUp()))?.proof).toMatchObject({
      ...{ processor: 'cpu', code: 'GPU_LOST' },
    });
  });

  it('gives no reason that was one for another profile, or where nobody has told any', async () => {
    await upOn('on-the-cpu', 'cpu');
    const before = toldByUp();
    expect(await toldByDoctor(before && { ...before, profile: 'gpu-nvidia' })).toMatchObject({
      ...{ profile: 'cpu', reason: '', proof: { model: 'llama3' } },
    });
    expect(await toldByDoctor(null)).toMatchObject({ profile: 'cpu', reason: '' });
  });

  it('is left as it was told where nobody could look', async () => {
    await upOn('on-the-gpu', 'gpu-nvidia');
    const skips: Check = { ...gpu, run: async () => ({ skipped: 'another model is loaded' }) };
    expect(await toldByDoctor(toldByUp(), skips)).toBeUndefined();
  });

  it('has the proof of an Ollama beside the embedded runtime, too', async () => {
    const { docker, host } = await cardWorld('one NVIDIA card', 'on-the-gpu');
    runtime.docker = async () => docker;
    await runtime.supervisor.ensure(runtime.signal);
    Object.assign(runtime.config, { runtime: 'embedded' });
    ensureToken(runtime.paths.project.token);
    await runtime.hostOllama.pull('llama3', () => {}, runtime.signal);
    runtime.hostOllama.onDevice = (bytes) => bytes;
    expect(await toldByDoctor(null)).toMatchObject({
      ...{ profile: null, reason: '', cpu: { threads: host.cpu.threads } },
      proof: { model: 'llama3' },
    });
  });
});
