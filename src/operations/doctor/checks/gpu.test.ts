import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MachineName } from '../../../../test/fakes/captured-facts.ts';
import { type CardWorld, cardWorld } from '../../../../test/fakes/card-world.ts';
import { plainUp, portsOfOurOwn } from '../../../../test/fakes/docker-up.ts';
import { dockerInfo } from '../../../../test/fakes/engine-info.ts';
import { fakeDocker } from '../../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../../test/fakes/fake-runtime.ts';
import { hostExec } from '../../../../test/fakes/host-exec.ts';
import { errorCodes } from '../../../error-codes.ts';
import { liveClock } from '../../../live-clock.ts';
import type { DockerUpInput } from '../../docker/up.ts';
import { dockerUp } from '../../docker/up.ts';
import { doctor } from '../../doctor.ts';
import type { CheckResult } from '../check.ts';
import { doctorFacts } from '../facts.ts';
import { amd } from './amd.ts';
import { gpu } from './gpu.ts';
import { nvidia } from './nvidia.ts';

let home: string;
let runtime: FakeRuntime;
let world: CardWorld;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-gpu-'));
  runtime = { ...(await fakeRuntime(home, new FakeRag())), clock: liveClock };
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

/** A stack that runs on a machine, with nothing loaded. */
async function on(
  name: MachineName,
  log: string,
  up: Partial<DockerUpInput> = {},
  machine: Parameters<typeof cardWorld>[2] = {},
) {
  const made = await cardWorld(name, log, machine);
  world = made;
  runtime.docker = async () => world.docker;
  await dockerUp({ ...plainUp, ...up }, runtime);
  world.docker.ollama.loaded.clear();
  runtime.ui.events.length = 0;
  return made;
}
const facts = () => doctorFacts('docker', runtime);
const found = async (check = gpu) => findingOf(await check.run(facts(), runtime.signal));
function findingOf(result: CheckResult) {
  if ('skipped' in result) throw new Error(result.skipped);
  const [finding] = result.findings;
  if (!finding) throw new Error('nothing was found');
  if (finding.severity !== 'ok') expect(errorCodes).toHaveProperty(finding.code);
  return finding;
}
const nvidiaUp = { profile: 'gpu-nvidia' };
const amdUp = { profile: 'gpu-amd' };
const kfd = { '/dev/kfd': 109, '/dev/dri/renderD128': 109 };
const nvml = { exitCode: 255, stdout: 'Failed to initialize NVML: Unknown Error\n' };

describe('the proof of an NVIDIA card', () => {
  it('is given where Ollama, the memory of the card, and the log agree', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    expect(await found()).toMatchObject({
      ...{ severity: 'ok', text: 'llama3 runs on the GPU' },
      evidence: expect.arrayContaining([
        'Ollama says that 4.34 GiB of 4.34 GiB is on a card',
        'The memory of the card grew by 4.34 GiB while the model was loaded',
      ]),
    });
  });

  it('goes without the memory where the model was loaded before, and does not load it anew', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    await found();
    const finding = await found();
    expect(finding).toMatchObject({ severity: 'ok' });
    expect(finding.evidence).toContain(
      'Memory of the card: not compared, the model was loaded already',
    );
  });

  it('is not given where the memory of the card did not move, whatever Ollama says', async () => {
    const { card } = await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    card.shown = 0;
    expect(await found()).toMatchObject({
      ...{ severity: 'warning', code: 'GPU_UNPROVEN' },
      text: expect.stringMatching(
        /contradict each other: .* but the memory of the card grew by 0 B/,
      ),
    });
  });

  it('pushes nothing out that somebody else has loaded', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    const { ollama } = world.docker;
    await ollama.pull('other', () => {}, runtime.signal);
    await ollama.generate(
      { ...{ model: 'other', prompt: '', tokens: 1, contextTokens: 2048 }, keepAlive: '5m' },
      runtime.signal,
    );
    expect(await gpu.run(facts(), runtime.signal)).toEqual({
      skipped: 'other:latest is loaded, and llama3 might push it out',
    });
    expect([...ollama.loaded.keys()]).toEqual(['other:latest']);
  });

  it('leaves a model as it is loaded where somebody gave it another context', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    const { ollama } = world.docker;
    await ollama.generate(
      { ...{ model: 'llama3', prompt: '', tokens: 1, contextTokens: 2048 }, keepAlive: '5m' },
      runtime.signal,
    );
    expect(await found()).toMatchObject({ severity: 'ok' });
    expect([...ollama.loaded.values()]).toMatchObject([{ contextTokens: 2048 }]);
  });

  it('tells a part of it, with the layers', async () => {
    const { card } = await on('one NVIDIA card', 'partly', nvidiaUp);
    Object.assign(card, { share: 0.2, shown: 0.2 });
    expect(await found()).toMatchObject({
      ...{ severity: 'warning', code: 'GPU_MEMORY_SMALL' },
      text: expect.stringContaining('partly on the GPU, 5 of 37 layers'),
    });
  });

  it.each([
    ['driver-old', 'GPU_DRIVER_OLD', /driver 570 or newer/],
    ['driver-updated', 'GPU_DRIVER', /Restart the machine/],
    ['memory', 'GPU_MEMORY_SMALL', /model recommend/],
  ])('names the cause by the log %s: %s', async (log, code, mend) => {
    const { card } = await on('one NVIDIA card', log, nvidiaUp);
    Object.assign(card, { share: 0, shown: 0 });
    const finding = await found();
    expect(finding).toMatchObject({ severity: 'problem', code });
    expect(finding.fix).toMatchObject({ what: expect.stringMatching(mend), command: null });
  });

  it('asks the machine for the memory where the container cannot', async () => {
    const { card } = await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    card.ill = { exitCode: 127, stdout: '' };
    let asked = 0;
    runtime.exec = {
      run: async () => {
        asked += 1;
        return { exitCode: 0, stdout: `${4500 * asked}\n`, stderr: '' };
      },
    };
    expect((await found()).evidence).toContain(
      'The memory of the card grew by 4.39 GiB while the model was loaded',
    );
  });
});

describe('a card that was lost (row 53)', () => {
  it('is a problem that making the container anew mends', async () => {
    const { card } = await on('one NVIDIA card', 'on-the-cpu', nvidiaUp);
    Object.assign(card, { ill: nvml, share: 0, shown: 0 });
    expect(await found()).toMatchObject({
      ...{ severity: 'problem', code: 'GPU_LOST' },
      text: 'llama3 runs on the CPU because its container has lost the card',
      consequence: expect.stringContaining('native.cgroupdriver=cgroupfs'),
      fix: {
        command: 'gecko up --profile gpu-nvidia --gpus 1 --force-recreate --no-deps ollama',
        apply: expect.any(Function),
      },
    });
  });

  it('is mended by doctor --fix, and the other containers stay', async () => {
    const { card } = await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    const ids = async () =>
      Object.fromEntries(
        (await world.docker.fake.snapshot('gecko')).containers.map(({ name, id }) => [name, id]),
      );
    const before = await ids();
    Object.assign(card, { ill: nvml });
    const input = { only: ['gpu'], skip: [], fix: true, verbose: false };
    const { report, problems } = await doctor(input, runtime, [gpu]);
    expect(runtime.ui.questions.join()).toContain('Make the container of Ollama anew');
    expect(report.json).toMatchObject({
      healthy: true,
      fixed: [expect.stringContaining('--force-recreate --no-deps ollama')],
    });
    expect(problems).toBe(false);
    const { 'gecko-ollama-1': ollama, ...others } = await ids();
    expect(ollama).not.toBe(before['gecko-ollama-1']);
    expect({ ...others, 'gecko-ollama-1': before['gecko-ollama-1'] }).toEqual(before);
  });
});

describe('the proof of an AMD GPU', () => {
  const memory = (docker: CardWorld['docker']) => () => {
    const bytes = [...docker.ollama.loaded.values()].reduce((sum, one) => sum + one.deviceBytes, 0);
    return { stdout: `${bytes}\n17000000\n` };
  };

  it('is given by its memory in sysfs and by what Ollama says', async () => {
    const machine = { devices: kfd };
    const { docker } = await on('Radeon RX 7900 XTX', 'on-the-amd-gpu', amdUp, {
      ...{ info: dockerInfo, machine },
    });
    Object.assign(machine, { programs: { cat: memory(docker) } });
    expect(await found()).toMatchObject({ severity: 'ok', text: 'llama3 runs on the GPU' });
  });

  it('names groups that are others than when the container was made, and mends them', async () => {
    const machine = { devices: { ...kfd } };
    const { docker, card, host } = await on('Radeon RX 7900 XTX', 'on-the-cpu', amdUp, {
      ...{ info: dockerInfo, machine },
    });
    machine.devices = { '/dev/kfd': 993, '/dev/dri/renderD128': 993 };
    Object.assign(machine, { programs: { cat: memory(docker) } });
    if (host.amd.state !== 'found') throw new Error('no AMD GPU');
    const renewed = structuredClone(host.amd);
    renewed.facts.kfd.gid = 993;
    for (const { renderNode } of renewed.facts.gpus) if (renderNode) renderNode.gid = 993;
    docker.host = async () => ({ ...host, amd: renewed });
    Object.assign(card, { share: 0 });
    const finding = await found();
    expect(finding).toMatchObject({
      ...{ severity: 'problem', code: 'GPU_GROUPS_WRONG' },
      text: 'llama3 runs on the CPU because its container may not open /dev/kfd',
    });
    await finding.fix?.apply?.();
    const opened = await gpu.run(facts(), runtime.signal);
    expect(findingOf(opened).evidence?.join()).not.toContain('Permission denied');
  });

  it.each([
    ['gfx', 'GPU_UNSUPPORTED', /does not support the card/],
    ['rocm-timeout', 'GPU_ROCM_MISMATCH', /does not fit the ROCm 7/],
  ])('names the cause by the log %s', async (log, code, text) => {
    const machine = { devices: kfd };
    const { card, docker } = await on('Radeon RX 7900 XTX', log, amdUp, {
      ...{ info: dockerInfo, machine },
    });
    Object.assign(machine, { programs: { cat: memory(docker) } });
    Object.assign(card, { share: 0 });
    expect(await found()).toMatchObject({ code, text: expect.stringMatching(text) });
  });
});

describe('a stack on the processor', () => {
  it('is fine where nothing else can be had, and loads nothing to say so', async () => {
    await on('no card', 'on-the-cpu', {}, { info: dockerInfo });
    expect(await found()).toMatchObject({
      ...{ severity: 'ok', text: 'llama3 runs on the CPU, as the profile says' },
    });
    expect(world.docker.ollama.loaded.size).toBe(0);
  });

  it.each<[MachineName, typeof dockerInfo, string]>([
    ['one NVIDIA card, no toolkit', dockerInfo, 'GPU_TOOLKIT_MISSING'],
    ['one NVIDIA card', dockerInfo, 'GPU_RUNTIME_MISSING'],
    ['one NVIDIA card', { ...dockerInfo, cdiDevices: ['nvidia.com/gpu=7'] }, 'GPU_CDI_MISSING'],
    ['old NVIDIA cards', { ...dockerInfo, runtimes: ['nvidia'] }, 'GPU_DRIVER_OLD'],
  ])('is a warning where %s waits for something', async (name, info, code) => {
    Object.assign(runtime.config, { profile: 'auto' });
    await on(name, 'on-the-cpu', {}, { info });
    expect(await found()).toMatchObject({ severity: 'warning', code });
  });

  it('is a problem where a card is asked for', async () => {
    await on('one NVIDIA card', 'on-the-cpu', { profile: 'cpu' });
    Object.assign(runtime.config, { profile: 'gpu-nvidia' });
    expect(await found()).toMatchObject({
      ...{ severity: 'problem', code: 'GPU_NOT_GIVEN' },
      fix: { command: 'gecko up --auto-gpu' },
    });
  });

  it('is a note where a card could be had and nobody asked, for the choice may have been meant', async () => {
    Object.assign(runtime.config, { profile: 'auto' });
    await on('one NVIDIA card', 'on-the-cpu', { profile: 'cpu' });
    expect(await found()).toMatchObject({ severity: 'note', code: 'GPU_NOT_GIVEN' });
  });

  it('is as asked for where the profile cpu is', async () => {
    Object.assign(runtime.config, { profile: 'cpu' });
    await on('one NVIDIA card', 'on-the-cpu');
    expect(await found()).toMatchObject({ severity: 'ok' });
  });
});

describe('what cannot be looked at', () => {
  it('is said: no model, no Ollama that runs, another generator', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    const skips = async () => gpu.run(facts(), runtime.signal);
    world.docker.ollama.has.clear();
    expect(await skips()).toEqual({ skipped: 'Ollama does not have llama3' });
    world.docker.fake.crash('gecko-ollama-1', 1);
    expect(await skips()).toEqual({ skipped: 'The container of Ollama does not run' });
    Object.assign(runtime.config.generator, { kind: 'extractive' });
    expect(await skips()).toMatchObject({ skipped: expect.stringContaining('not written by') });
  });

  it('is said of a model that cannot be loaded, with the memory as the cause', async () => {
    await on('one NVIDIA card', 'on-the-gpu', nvidiaUp);
    const { ollama } = world.docker;
    const { GeckoError } = await import('../../../errors.ts');
    ollama.generate = async () => {
      throw new GeckoError('OLLAMA_FAILED', 'model requires more system memory (9 GiB)', {
        exitCode: 1,
      });
    };
    expect(await found()).toMatchObject({ code: 'GPU_MEMORY_SMALL', severity: 'warning' });
  });
});

describe('in the embedded runtime', () => {
  const embedded = async () => gpu.run(doctorFacts('embedded', runtime), runtime.signal);

  it('goes by what Ollama says and by the speed, and says so', async () => {
    await runtime.hostOllama.pull('llama3', () => {}, runtime.signal);
    runtime.docker = async () => fakeDocker();
    const finding = findingOf(await embedded());
    expect(finding).toMatchObject({
      ...{ severity: 'ok', text: 'llama3 runs on the CPU, in an Ollama that gecko does not run' },
    });
    expect(finding.evidence?.join()).toContain('not read, Ollama runs outside of the stack');
  });

  it('proves a GPU by a speed that no processor has', async () => {
    const { hostOllama } = runtime;
    await hostOllama.pull('llama3', () => {}, runtime.signal);
    hostOllama.onDevice = (bytes) => bytes;
    const { generate } = hostOllama;
    hostOllama.generate = async (input, signal) => ({
      ...(await generate(input, signal)),
      seconds: 0.2,
    });
    runtime.docker = async () => fakeDocker();
    expect(findingOf(await embedded())).toMatchObject({ text: 'llama3 runs on the GPU' });
  });

  /** An Ollama beside gecko on a machine, whose nvidia-smi tells what is loaded. */
  async function beside(name: MachineName) {
    const { hostOllama } = runtime;
    await hostOllama.pull('llama3', () => {}, runtime.signal);
    hostOllama.onDevice = (bytes) => bytes;
    const { docker } = await cardWorld(name, 'on-the-gpu');
    runtime.docker = async () => docker;
    runtime.exec = hostExec({
      'nvidia-smi': () => {
        const bytes = [...hostOllama.loaded.values()].reduce((sum, one) => sum + one.bytes, 0);
        return { stdout: `${Math.round(bytes / 2 ** 20)}\n` };
      },
    });
  }

  it('proves a GPU by the memory of the one NVIDIA card of the machine', async () => {
    await beside('one NVIDIA card');
    const finding = findingOf(await embedded());
    expect(finding).toMatchObject({ severity: 'ok', text: 'llama3 runs on the GPU' });
    expect(finding.evidence).toContain(
      'The memory of the card grew by 4.34 GiB while the model was loaded',
    );
  });

  it('names the parameter of the model that keeps layers off the card', async () => {
    await beside('one NVIDIA card');
    const { hostOllama } = runtime;
    hostOllama.onDevice = (bytes) => bytes / 3;
    const show = hostOllama.show.bind(hostOllama);
    const asking = (layers: number) => {
      hostOllama.show = async (model, signal) => ({
        ...(await show(model, signal)),
        parameters: `stop "<|end|>"\nnum_gpu                        ${layers}`,
        metadata: { 'llama.block_count': 32 },
      });
    };
    asking(10);
    expect(findingOf(await embedded())).toMatchObject({
      ...{ code: 'GPU_LAYERS_LIMITED', severity: 'warning' },
      text: expect.stringContaining('num_gpu asks for 10 layers on the card'),
    });
    hostOllama.loaded.clear();
    asking(33);
    expect(findingOf(await embedded())).toMatchObject({ code: 'GPU_MEMORY_SMALL' });
  });

  it('does not ask nvidia-smi on a machine whose card is of AMD', async () => {
    await beside('Radeon RX 7900 XTX');
    expect(findingOf(await embedded())).toMatchObject({ code: 'GPU_UNPROVEN' });
  });
});

describe('the cards of the machine', () => {
  async function check(which: typeof nvidia, name: MachineName, info = dockerInfo) {
    world = await cardWorld(name, 'on-the-cpu', { info });
    runtime.docker = async () => world.docker;
    return which.run(facts(), runtime.signal);
  }

  it.each<[typeof nvidia, MachineName, typeof dockerInfo, string]>([
    [nvidia, 'one NVIDIA card', { ...dockerInfo, runtimes: ['runc', 'nvidia'] }, 'NVIDIA_READY'],
    [amd, 'Radeon RX 7900 XTX', dockerInfo, 'AMD_READY'],
  ])('are fine: %o on %s', async (which, name, info, code) => {
    expect(findingOf(await check(which, name, info))).toMatchObject({ severity: 'ok', code });
  });

  it.each<[typeof nvidia, MachineName, typeof dockerInfo, string, string]>([
    [nvidia, 'one NVIDIA card, no toolkit', dockerInfo, 'warning', 'GPU_TOOLKIT_MISSING'],
    [nvidia, 'one NVIDIA card', dockerInfo, 'warning', 'GPU_RUNTIME_MISSING'],
    [nvidia, 'one NVIDIA card', { ...dockerInfo, name: 'Podman' }, 'warning', 'GPU_CDI_MISSING'],
    [nvidia, 'old NVIDIA cards', dockerInfo, 'warning', 'GPU_DRIVER_OLD'],
    [nvidia, 'NVIDIA driver updated under way', dockerInfo, 'warning', 'GPU_DRIVER'],
    [amd, 'Ryzen with Radeon 780M', dockerInfo, 'note', 'GPU_UNSUPPORTED'],
    [amd, 'AMD GPU without /dev/kfd', dockerInfo, 'warning', 'GPU_DRIVER'],
    [
      amd,
      'Radeon RX 7900 XTX',
      { ...dockerInfo, usernsRemap: true },
      'warning',
      'GPU_GROUPS_WRONG',
    ],
  ])('are not: %o on %s', async (which, name, info, severity, code) => {
    const finding = findingOf(await check(which, name, info));
    expect(finding).toMatchObject({ severity, code, fix: { command: null } });
    expect(finding.fix).not.toHaveProperty('apply');
  });

  it('are skipped where there are none, unless they are asked for', async () => {
    expect(await check(nvidia, 'no card')).toEqual({ skipped: 'This machine has no NVIDIA card' });
    expect(await check(amd, 'one NVIDIA card')).toEqual({ skipped: 'This machine has no AMD GPU' });
    Object.assign(runtime.config, { profile: 'gpu-nvidia' });
    expect(findingOf(await check(nvidia, 'no card'))).toMatchObject({
      ...{ severity: 'problem', code: 'GPU_MISSING' },
    });
  });
});
