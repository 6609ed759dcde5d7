import { describe, expect, it } from 'vitest';
import { capturedFacts, type MachineName } from '../../test/fakes/captured-facts.ts';
import { dockerInfo, dockerWithNvidia } from '../../test/fakes/engine-info.ts';
import type { EngineInfo } from '../engine/engine.ts';
import type { Profile } from '../stack/profile.ts';
import { findObstacle } from './find-obstacle.ts';

async function obstacle(name: MachineName, made: Profile, engine: EngineInfo = dockerInfo) {
  const host = await capturedFacts(name);
  return findObstacle(made, { host, engine, wanted: { profile: 'auto', gpus: null } });
}

describe('what is in the way of a card', () => {
  it.each<[MachineName, Profile, EngineInfo, string, RegExp]>([
    [
      'one NVIDIA card, no toolkit',
      'cpu',
      dockerInfo,
      'GPU_TOOLKIT_MISSING',
      /Install the package nvidia-container-toolkit/,
    ],
    [
      'one NVIDIA card',
      'cpu',
      dockerInfo,
      'GPU_RUNTIME_MISSING',
      /sudo nvidia-ctk runtime configure/,
    ],
    [
      'one NVIDIA card',
      'cpu',
      { ...dockerInfo, name: 'Podman' },
      'GPU_CDI_MISSING',
      /nvidia-ctk cdi generate/,
    ],
    [
      'one NVIDIA card',
      'cpu',
      { ...dockerInfo, cdiDevices: ['nvidia.com/gpu=7'] },
      'GPU_CDI_MISSING',
      /nvidia-ctk cdi generate/,
    ],
    ['one NVIDIA card', 'cpu', dockerWithNvidia, 'GPU_NOT_GIVEN', /gecko up --profile gpu-/],
    [
      'old NVIDIA cards',
      'gpu-nvidia',
      dockerWithNvidia,
      'GPU_DRIVER_OLD',
      /Install the NVIDIA driver/,
    ],
    [
      'NVIDIA driver updated under way',
      'gpu-nvidia',
      dockerWithNvidia,
      'GPU_DRIVER',
      /Restart the machine/,
    ],
    ['no card', 'gpu-nvidia', dockerWithNvidia, 'GPU_MISSING', /gecko up/],
    ['Radeon RX 7900 XTX', 'cpu', dockerInfo, 'GPU_NOT_GIVEN', /gecko up --profile gpu-/],
    ['Ryzen with Radeon 780M', 'gpu-amd', dockerInfo, 'GPU_UNSUPPORTED', /--profile cpu/],
    ['AMD GPU without /dev/kfd', 'gpu-amd', dockerInfo, 'GPU_DRIVER', /modprobe amdgpu/],
    [
      'Radeon RX 7900 XTX, not ours',
      'gpu-amd',
      { ...dockerInfo, rootless: true },
      'GPU_GROUPS_WRONG',
      /usermod -aG render,video/,
    ],
  ])('of %s, made for %s', async (name, made, engine, cause, mend) => {
    expect(await obstacle(name, made, engine)).toMatchObject({
      cause,
      mend: expect.stringMatching(mend),
    });
  });

  it('is a card that is asked for and not there', async () => {
    const [host, wanted] = [
      await capturedFacts('no card'),
      { profile: 'gpu-amd', gpus: null },
    ] as const;
    expect(findObstacle('cpu', { host, engine: dockerInfo, wanted })?.cause).toBe('GPU_MISSING');
  });

  it.each<[MachineName, Profile, EngineInfo]>([
    ['no card', 'cpu', dockerInfo],
    ['one NVIDIA card', 'gpu-nvidia', dockerWithNvidia],
    ['Radeon RX 7900 XTX', 'gpu-amd', dockerInfo],
    ['one NVIDIA card', 'host', dockerInfo],
  ])('is nothing of %s, made for %s', async (name, made, engine) => {
    expect(await obstacle(name, made, engine)).toBeNull();
  });
});
