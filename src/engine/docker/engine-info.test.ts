import { describe, expect, it } from 'vitest';
import { infoBody } from '../../../test/fakes/scripted-engine.ts';
import { engineInfo } from './engine-info.ts';

const version = { name: 'Docker', version: '28.5.2', apiVersion: '1.51', architecture: 'amd64' };
const socket = { kind: 'socket' as const, path: '/run/docker.sock' };
const asked = {
  from: Date.parse('2026-01-01T12:00:00Z'),
  until: Date.parse('2026-01-01T12:00:02Z'),
};
const info = (more: object, architecture = 'amd64') =>
  engineInfo({ ...version, architecture }, { ...infoBody, ...more }, socket, 'there', asked);

describe('engineInfo', () => {
  it('reads what the engine has', () => {
    expect(info({})).toEqual({
      name: 'Docker',
      version: '28.5.2',
      apiVersion: '1.51',
      address: 'unix:///run/docker.sock',
      foundBy: 'there',
      isLocal: true,
      architecture: 'amd64',
      cpus: 4,
      memory: 8 * 2 ** 30,
      dataRoot: '/var/lib/docker',
      rootless: false,
      selinux: false,
      usernsRemap: false,
      cgroup: 2,
      canLimit: { memory: true, cpus: true },
      runtimes: ['io.containerd.runc.v2', 'runc'],
      cdiDevices: [],
      clockAhead: null,
    });
  });

  it.each([
    ['name=rootless', { rootless: true }],
    ['name=selinux', { selinux: true }],
    ['name=userns', { usernsRemap: true }],
  ])('reads %s (rows 45, 47, 48)', (option, expected) => {
    const SecurityOptions = ['name=seccomp,profile=builtin', option];
    expect(info({ SecurityOptions })).toMatchObject(expected);
  });

  it('reads what it cannot limit (row 45)', () => {
    const { canLimit } = info({ CgroupVersion: '1', MemoryLimit: false, CpuCfsQuota: false });
    expect(canLimit).toEqual({ memory: false, cpus: false });
  });

  it('reads the devices of CDI where the engine tells them', () => {
    const DiscoveredDevices = [
      { Source: 'cdi', ID: 'nvidia.com/gpu=0' },
      { Source: 'other', ID: 'x' },
      { Source: 'cdi', ID: 'nvidia.com/gpu=all' },
    ];
    expect(info({ DiscoveredDevices }).cdiDevices).toEqual([
      'nvidia.com/gpu=0',
      'nvidia.com/gpu=all',
    ]);
  });

  it.each([
    ['arm64', 'arm64'],
    ['aarch64', 'arm64'],
    ['x86_64', 'amd64'],
    ['riscv64', 'other'],
    ['', 'amd64'],
  ])('knows the architecture %s', (word, architecture) => {
    expect(info({}, word).architecture).toBe(architecture);
  });

  it.each([
    ['2026-01-01T12:00:01.5Z', 0],
    ['2026-01-01T12:02:02.000000001Z', 120_000],
    ['2026-01-01T12:58:00+01:00', -120_000],
    ['', null],
  ])('reads how far its clock is off: %s', (SystemTime, clockAhead) => {
    expect(info({ SystemTime }).clockAhead).toBe(clockAhead);
  });

  it('takes an engine that leaves things out', () => {
    const { cgroup, runtimes, cpus } = engineInfo(
      version,
      { CgroupVersion: '1', Runtimes: null, SecurityOptions: null },
      socket,
      'there',
      asked,
    );
    expect({ cgroup, runtimes, cpus }).toEqual({ cgroup: 1, runtimes: [], cpus: 0 });
  });
});
