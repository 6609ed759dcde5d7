import { describe, expect, it } from 'vitest';
import type { DeviceRequest } from '../objects.ts';
import { checkDevices } from './check-devices.ts';

const nvidia: DeviceRequest = { kind: 'nvidia', count: 1, ids: [] };
const cdi: DeviceRequest = { kind: 'cdi', devices: ['nvidia.com/gpu=all'] };
const device: DeviceRequest = { kind: 'device', path: '/dev/kfd' };

describe('devices (row 46)', () => {
  it.each([
    ['Docker', '20.10.24', [nvidia, cdi, device]],
    ['Podman', '4.3.1', [device]],
    ['Podman', '4.3.1', []],
    ['Podman', '5.4.0', [cdi]],
    ['Podman', '6.0.0', [cdi, device]],
  ])('are left to %s %s', (name, version, devices) => {
    checkDevices({ name: 'ollama', devices }, { name, version });
  });

  it.each([
    ['4.9.3', cdi],
    ['5.3.2', cdi],
    ['5.4.0', nvidia],
  ])('that Podman %s would ignore are refused: %j', (version, request) => {
    expect(() =>
      checkDevices({ name: 'ollama', devices: [device, request] }, { name: 'Podman', version }),
    ).toThrow(expect.objectContaining({ code: 'ENGINE_UNABLE', exitCode: 21 }));
  });
});
