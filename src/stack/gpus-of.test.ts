import { describe, expect, it } from 'vitest';
import type { DeviceRequest } from '../engine/objects.ts';
import { gpusOf } from './gpus-of.ts';
import { parseGpuSelection } from './parse-gpu-selection.ts';
import type { GpuSelection } from './profile.ts';
import { profileOf } from './profile-of.ts';

const kfd: DeviceRequest = { kind: 'device', path: '/dev/kfd' };

describe('the cards of a container', () => {
  it.each<[readonly DeviceRequest[], string, GpuSelection | null]>([
    [[{ kind: 'nvidia', count: 2, ids: [] }], 'gpu-nvidia', 2],
    [[{ kind: 'nvidia', count: 'all', ids: [] }], 'gpu-nvidia', 'all'],
    [[{ kind: 'nvidia', count: 1, ids: ['GPU-1a'] }], 'gpu-nvidia', ['GPU-1a']],
    [[{ kind: 'nvidia', count: 1, ids: ['0'] }], 'gpu-nvidia', ['0']],
    [[{ kind: 'cdi', devices: ['nvidia.com/gpu=all'] }], 'gpu-nvidia', 'all'],
    [
      [{ kind: 'cdi', devices: ['nvidia.com/gpu=0:1', 'nvidia.com/gpu=2'] }],
      'gpu-nvidia',
      ['0:1', '2'],
    ],
    [[kfd, { kind: 'device', path: '/dev/dri' }], 'gpu-amd', 'all'],
    [[kfd, { kind: 'device', path: '/dev/dri/renderD129' }], 'gpu-amd', ['renderD129']],
    [[{ kind: 'device', path: '/dev/nvidia0' }], 'gpu-nvidia', null],
    [[kfd], 'gpu-amd', null],
    [[], 'cpu', null],
  ])('%j: profile %s', (devices, profile, selection) => {
    expect(profileOf(devices)).toBe(profile);
    const gpus = gpusOf(devices);
    if (selection === null) expect(gpus).toBeNull();
    else expect(parseGpuSelection(gpus ?? '')).toEqual(selection);
  });
});
