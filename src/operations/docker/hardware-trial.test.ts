import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { capturedFacts, type MachineName } from '../../../test/fakes/captured-facts.ts';
import { plainUp, portsOfOurOwn } from '../../../test/fakes/docker-up.ts';
import { dockerInfo, dockerWithNvidia } from '../../../test/fakes/engine-info.ts';
import {
  type FakeDocker,
  type FakeWorld,
  fakeDocker,
  stackImages,
} from '../../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { type DockerUpInput, dockerUp } from './up.ts';

let home: string;
let runtime: FakeRuntime;
let docker: FakeDocker;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-trial-'));
  runtime = await fakeRuntime(home, new FakeRag());
  Object.assign(runtime.config.ports, portsOfOurOwn());
});
afterEach(() => rmSync(home, { recursive: true }));

const ollama = {
  url: 'http://172.17.0.1:11434',
  version: '0.35.0',
  isLoopback: false,
  bridge: '172.17.0.1',
};
const rocm = `${Object.keys(stackImages).find((name) => name.startsWith('ollama/'))}-rocm`;
const reached = { 'http://host.docker.internal:11434': 'answers' as const };

async function on(name: MachineName, world: FakeWorld = {}, withOllama = false): Promise<void> {
  const host = await capturedFacts(name, withOllama ? ollama : undefined);
  docker = fakeDocker(
    { ...stackImages, [rocm]: { behaviour: { health: { healthyAfter: 0 } } } },
    { host, ...world },
  );
  runtime.docker = async () => docker;
}
const up = async (changes: Partial<DockerUpInput>) =>
  (await dockerUp({ ...plainUp, ...changes }, runtime)).json;
/** Containers, networks and volumes that were made, but for trials and the project's lock. */
const made = () =>
  docker.fake.made.filter((call) => /^create/.test(call) && !/-try-|_lock$/.test(call));
const trials = () => docker.fake.made.filter((call) => /^startContainer .*-try-/.test(call));
const told = () =>
  runtime.ui.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));

describe('up with a GPU', () => {
  it('tries the card out once, and not again while the container runs', async () => {
    await on('one NVIDIA card', { info: dockerWithNvidia });
    expect(await up({ autoGpu: true })).toMatchObject({ profile: 'gpu-nvidia', changed: true });
    expect(trials()).toHaveLength(1);
    const before = docker.fake.calls;
    expect(await up({ autoGpu: true })).toMatchObject({ profile: 'gpu-nvidia', changed: false });
    expect(docker.fake.calls - before).toBeLessThanOrEqual(5 + 4);
    expect(trials()).toHaveLength(1);
    const left = (await docker.fake.snapshot('gecko')).containers.map(({ name }) => name);
    expect(left.filter((one) => one.includes('-try-'))).toEqual([]);
  });

  it('goes on with the next profile where the trial fails, and says why (rows 50, 51)', async () => {
    const nvidiaHook =
      'nvidia-container-cli: initialization error: nvml error: driver/library version mismatch';
    await on('one NVIDIA card', { info: dockerWithNvidia, machine: { nvidiaHook } });
    expect(await up({ autoGpu: true })).toMatchObject({ profile: 'cpu', changed: true });
    expect(told().join('\n')).toMatch(
      /Profile cpu: The processor: the engine does not pass the GPU on: .*version mismatch[\s\S]*Not gpu-nvidia: .*nvidia-smi has to answer first/,
    );
  });

  it.each([
    [
      'one NVIDIA card, hook of the toolkit',
      'gpu-nvidia',
      dockerInfo,
      {},
      'could not select device driver',
      'sudo nvidia-ctk runtime configure --runtime=docker && sudo systemctl restart docker',
    ],
    [
      'one NVIDIA card, CDI',
      'gpu-nvidia',
      { ...dockerInfo, name: 'Podman', version: '5.6.0' },
      {},
      'unresolvable CDI devices nvidia.com/gpu=all',
      'sudo nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml',
    ],
    [
      'Radeon RX 7900 XTX',
      'gpu-amd',
      dockerInfo,
      {},
      'custom device "/dev/kfd": no such file or directory',
      'sudo modprobe amdgpu',
    ],
    [
      'Radeon RX 7900 XTX',
      'gpu-amd',
      dockerInfo,
      { devices: { '/dev/kfd': 44, '/dev/dri/renderD128': 44 } },
      'tee: /dev/kfd: Permission denied',
      'the groups that the container was given: 109',
    ],
    [
      'Radeon RX 7900 XTX',
      'gpu-amd',
      { ...dockerInfo, rootless: true },
      { devices: { '/dev/kfd': 109, '/dev/dri/renderD128': 109 } },
      'tee: /dev/kfd: Permission denied',
      'MODE="0666"',
    ],
  ] as const)(
    'refuses on %s what was asked for, before anything is made: %s (rows 51, 52)',
    async (name, profile, info, machine, said, mend) => {
      await on(name, { info, machine });
      await expect(up({ profile })).rejects.toMatchObject({
        code: 'GPU_NOT_PASSED',
        exitCode: 21,
        message: expect.stringContaining(said),
        hint: expect.stringContaining(mend),
      });
      expect(made()).toEqual([]);
    },
  );

  it('passes an AMD GPU on with the groups of its nodes (row 52)', async () => {
    const devices = { '/dev/kfd': 109, '/dev/dri/renderD128': 109 };
    await on('Radeon RX 7900 XTX', { machine: { devices } });
    expect(await up({ profile: 'gpu-amd' })).toMatchObject({ profile: 'gpu-amd' });
  });

  it('leaves what runs alone where the trial fails', async () => {
    await on('one NVIDIA card, hook of the toolkit');
    await up({ profile: 'cpu' });
    const ids = async () => (await docker.fake.snapshot('gecko')).containers.map(({ id }) => id);
    const before = await ids();
    await expect(up({ profile: 'gpu-nvidia' })).rejects.toMatchObject({ exitCode: 21 });
    expect(await ids()).toEqual(before);
  });

  it('shows the trial in the plan, and tries nothing with --dry-run', async () => {
    await on('one NVIDIA card', { info: dockerWithNvidia });
    const { plan } = await up({ autoGpu: true, dryRun: true });
    expect(plan).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({ id: 'container.try gecko-ollama-1' }),
      ]),
    });
    expect(trials()).toEqual([]);
  });
});

describe('up with the Ollama of the host', () => {
  it('proves the way once, and not again while the door runs', async () => {
    await on('no card', { machine: { answers: reached } }, true);
    expect(await up({ profile: 'host' })).toMatchObject({ profile: 'host', changed: true });
    expect(trials()).toHaveLength(1);
    const before = docker.fake.calls;
    expect(await up({ profile: 'host' })).toMatchObject({ changed: false });
    expect(docker.fake.calls - before).toBeLessThanOrEqual(4 + 4);
    expect((await docker.fake.snapshot('gecko')).networks).toHaveLength(2);
  });

  it('refuses a way that leads nowhere, before anything is made', async () => {
    await on('no card', {}, true);
    await expect(up({ profile: 'host' })).rejects.toMatchObject({
      code: 'HOST_OLLAMA_LOOPBACK',
      exitCode: 21,
      message: expect.stringContaining('Connection refused'),
      hint: expect.stringContaining('OLLAMA_HOST=172.17.0.1:11434 ollama serve'),
    });
    const silent = { 'http://host.docker.internal:11434': 'silent' as const };
    await on('no card', { machine: { answers: silent } }, true);
    await expect(up({ profile: 'host' })).rejects.toMatchObject({
      message: expect.stringContaining('no answer within 10 s'),
      hint: expect.stringContaining('firewall'),
    });
    expect(made()).toEqual([]);
  });

  it('is chosen, tried and left again where it is better and cannot be reached', async () => {
    await on('one NVIDIA card, no toolkit', {}, true);
    expect(await up({ autoGpu: true })).toMatchObject({ profile: 'cpu' });
    expect(trials()).toHaveLength(1);
    expect(told().join('\n')).toMatch(
      /Profile host: [\s\S]*Profile cpu: [\s\S]*Not host: A container does not reach the Ollama of this machine/,
    );
    await on('one NVIDIA card, no toolkit', { machine: { answers: reached } }, true);
    expect(await up({ autoGpu: true })).toMatchObject({ profile: 'host' });
  });
});
