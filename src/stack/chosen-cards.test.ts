import { describe, expect, it } from 'vitest';
import { plainHost } from '../../test/fakes/plain-host.ts';
import type { DeviceRequest } from '../engine/objects.ts';
import type { HostFacts } from '../host/host-facts.ts';
import type { AmdGpu } from '../host/probe-amd.ts';
import { chosenCards } from './chosen-cards.ts';

const GiB = 2 ** 30;
const nvidia = (index: number) => ({
  ...{ index, uuid: `GPU-${index}`, name: `NVIDIA card ${index}`, memory: 8 * GiB },
  ...{ driver: '570.1', computeCapability: '8.6', split: false },
});
const node = (path: string) => ({ path, gid: 1, mode: 0o660, isOurs: true });
const amd = (gfx: string, path: string, isIntegrated = false): AmdGpu => ({
  ...{ gfx, name: null, isIntegrated, memory: 16 * GiB, renderNode: node(path) },
});
const host: HostFacts = {
  ...plainHost,
  nvidia: {
    state: 'found',
    facts: {
      gpus: [nvidia(0), nvidia(1)],
      ...{ migDevices: [], unhealthy: [], toolkit: true, hook: true, cdiSpec: true },
    },
  },
  amd: {
    state: 'found',
    facts: {
      gpus: [
        amd('gfx1100', '/dev/dri/renderD128'),
        amd('gfx1030', '/dev/dri/renderD129'),
        amd('gfx1036', '/dev/dri/renderD130', true),
      ],
      kfd: node('/dev/kfd'),
    },
  },
};
const names = (
  ...[profile, devices = [], of = host]: [
    Parameters<typeof chosenCards>[0],
    DeviceRequest[]?,
    HostFacts?,
  ]
) => chosenCards(profile, { devices }, of).map(({ name }) => name);

describe('the cards that a profile gives to Ollama', () => {
  it.each<[string, DeviceRequest, string[]]>([
    ['so many', { kind: 'nvidia', count: 1, ids: [] }, ['NVIDIA card 0']],
    ['all', { kind: 'nvidia', count: 'all', ids: [] }, ['NVIDIA card 0', 'NVIDIA card 1']],
    ['by uuid', { kind: 'nvidia', count: 1, ids: ['GPU-1'] }, ['NVIDIA card 1']],
    [
      'all of CDI',
      { kind: 'cdi', devices: ['nvidia.com/gpu=all'] },
      ['NVIDIA card 0', 'NVIDIA card 1'],
    ],
    ['one of CDI', { kind: 'cdi', devices: ['nvidia.com/gpu=1'] }, ['NVIDIA card 1']],
  ])("are NVIDIA's that are asked for: %s", (_, request, found) => {
    expect(names('gpu-nvidia', [request])).toEqual(found);
  });

  it("are AMD's whose nodes are passed on, and not the one in the processor", () => {
    const passed = ['/dev/kfd', '/dev/dri/renderD129', '/dev/dri/renderD130'];
    const devices = passed.map((path): DeviceRequest => ({ kind: 'device', path }));
    expect(names('gpu-amd', devices)).toEqual(['AMD gfx1030']);
  });

  it('are none on the processor, and all that there are on the host itself', () => {
    expect(names('cpu')).toEqual([]);
    expect(names('host')).toEqual(['NVIDIA card 0', 'NVIDIA card 1', 'AMD gfx1100', 'AMD gfx1030']);
    expect(names('host', [], plainHost)).toEqual([]);
  });

  it('share the memory of a Mac', () => {
    const apple = { state: 'found', facts: { chip: 'Apple M2 Pro', memory: 32 * GiB } } as const;
    expect(chosenCards('host', { devices: [] }, { ...plainHost, apple })).toEqual([
      { id: null, name: 'Apple M2 Pro', memory: null },
    ]);
  });
});
