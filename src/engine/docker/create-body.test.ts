import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import type { ContainerSpec } from '../objects.ts';
import { createBody, laterNetworks } from './create-body.ts';

const old = { apiVersion: '1.41', selinux: false };
const modern = { apiVersion: '1.44', selinux: false };
const selinux = { apiVersion: '1.51', selinux: true };
const spec = (more: Partial<ContainerSpec>) => ({ ...containerSpec('web', 'image'), ...more });
const none = { memory: null, cpus: null, pids: null, shm: null };
const bind = { type: 'bind' as const, source: '/srv', target: '/data', readOnly: true };
const networks = [
  { name: 'in', aliases: ['web', 'frontend'] },
  { name: 'out', aliases: [] },
];

/** A part of a specification, and what becomes of it. */
const cases: [string, Partial<ContainerSpec>, typeof old, Record<string, unknown>][] = [
  [
    'what runs',
    {
      command: ['serve'],
      entrypoint: ['/bin/app'],
      env: { A: '1', B: 'x=y' },
      user: '1000:1000',
      workdir: '/app',
      hostname: 'web',
      stopSignal: 'SIGQUIT',
      stopTimeout: 30,
      labels: { a: 'b' },
    },
    old,
    {
      name: 'web',
      Image: 'image',
      Cmd: ['serve'],
      Entrypoint: ['/bin/app'],
      Env: ['A=1', 'B=x=y'],
      User: '1000:1000',
      WorkingDir: '/app',
      Hostname: 'web',
      StopSignal: 'SIGQUIT',
      StopTimeout: 30,
      Labels: { a: 'b' },
    },
  ],
  [
    'limits',
    { limits: { memory: 2 ** 30, cpus: 1.5, pids: 100, shm: 2 ** 26 } },
    old,
    { HostConfig: { Memory: 2 ** 30, NanoCpus: 1_500_000_000, PidsLimit: 100, ShmSize: 2 ** 26 } },
  ],
  [
    'NVIDIA GPUs by number',
    { devices: [{ kind: 'nvidia', count: 2, ids: [] }] },
    old,
    { HostConfig: { DeviceRequests: [{ Driver: 'nvidia', Count: 2, Capabilities: [['gpu']] }] } },
  ],
  [
    'all NVIDIA GPUs',
    { devices: [{ kind: 'nvidia', count: 'all', ids: [] }] },
    old,
    { HostConfig: { DeviceRequests: [{ Driver: 'nvidia', Count: -1, Capabilities: [['gpu']] }] } },
  ],
  [
    'NVIDIA GPUs by id',
    { devices: [{ kind: 'nvidia', count: 1, ids: ['GPU-1', 'GPU-2'] }] },
    old,
    {
      HostConfig: {
        DeviceRequests: [
          { Driver: 'nvidia', DeviceIDs: ['GPU-1', 'GPU-2'], Capabilities: [['gpu']] },
        ],
      },
    },
  ],
  [
    'CDI devices',
    { devices: [{ kind: 'cdi', devices: ['nvidia.com/gpu=all'] }] },
    modern,
    { HostConfig: { DeviceRequests: [{ Driver: 'cdi', DeviceIDs: ['nvidia.com/gpu=all'] }] } },
  ],
  [
    'devices by path, with the groups that may use them',
    {
      devices: [
        { kind: 'device', path: '/dev/kfd' },
        { kind: 'device', path: '/dev/dri' },
      ],
      groups: [44, 993],
    },
    old,
    {
      HostConfig: {
        Devices: ['/dev/kfd', '/dev/dri'].map((path) => ({
          PathOnHost: path,
          PathInContainer: path,
          CgroupPermissions: 'rwm',
        })),
        GroupAdd: ['44', '993'],
      },
    },
  ],
  [
    'security options',
    { securityOptions: ['label=disable'] },
    selinux,
    { HostConfig: { SecurityOpt: ['no-new-privileges', 'label=disable'] } },
  ],
  [
    'binds under SELinux (row 47)',
    {
      mounts: [
        { ...bind, relabel: 'z' },
        { ...bind, target: '/b', readOnly: false, relabel: 'Z' },
      ],
    },
    selinux,
    { HostConfig: { Binds: ['/srv:/data:ro,z', '/srv:/b:rw,Z'] } },
  ],
  [
    'binds without SELinux, which fail where the path is missing',
    { mounts: [{ ...bind, relabel: 'z' }] },
    old,
    {
      HostConfig: { Mounts: [{ Type: 'bind', Source: '/srv', Target: '/data', ReadOnly: true }] },
    },
  ],
  [
    'volumes',
    { mounts: [{ type: 'volume', source: 'v', target: '/data', readOnly: false }] },
    selinux,
    {
      HostConfig: { Mounts: [{ Type: 'volume', Source: 'v', Target: '/data', ReadOnly: false }] },
    },
  ],
  [
    'a health check, in nanoseconds',
    {
      health: {
        command: ['curl', '-f', 'localhost'],
        interval: 30_000,
        timeout: 1_500,
        startPeriod: 500,
        retries: 3,
      },
    },
    old,
    {
      Healthcheck: {
        Test: ['CMD', 'curl', '-f', 'localhost'],
        Interval: 30_000_000_000,
        Timeout: 1_500_000_000,
        StartPeriod: 500_000_000,
        Retries: 3,
      },
    },
  ],
  [
    'rotation of the log',
    { logRotation: { size: '10m', files: 3 } },
    old,
    {
      HostConfig: {
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      },
    },
  ],
  [
    'security',
    { dropCapabilities: true, readOnlyRoot: true, securityOptions: ['seccomp=unconfined'] },
    old,
    {
      HostConfig: {
        CapDrop: ['ALL'],
        SecurityOpt: ['no-new-privileges', 'seccomp=unconfined'],
        ReadonlyRootfs: true,
      },
    },
  ],
  [
    'folders in memory',
    { tmpfs: [{ target: '/tmp', size: 65_536 }] },
    old,
    { HostConfig: { Tmpfs: { '/tmp': 'size=65536' } } },
  ],
  [
    'names of the host',
    { extraHosts: [{ name: 'host.docker.internal', address: 'host-gateway' }] },
    old,
    { HostConfig: { ExtraHosts: ['host.docker.internal:host-gateway'] } },
  ],
  [
    'ports, one of them at two addresses',
    {
      ports: [
        { address: '127.0.0.1', hostPort: 8000, containerPort: 80 },
        { address: '::1', hostPort: 8000, containerPort: 80 },
        { address: '127.0.0.1', hostPort: 8443, containerPort: 443 },
      ],
    },
    old,
    {
      ExposedPorts: { '80/tcp': {}, '443/tcp': {} },
      HostConfig: {
        PortBindings: {
          '80/tcp': [
            { HostIp: '127.0.0.1', HostPort: '8000' },
            { HostIp: '::1', HostPort: '8000' },
          ],
          '443/tcp': [{ HostIp: '127.0.0.1', HostPort: '8443' }],
        },
      },
    },
  ],
  ['no network', { networks: 'none' }, modern, { HostConfig: { NetworkMode: 'none' } }],
  [
    'the first network, for an old engine',
    { networks },
    old,
    {
      HostConfig: { NetworkMode: 'in' },
      NetworkingConfig: { EndpointsConfig: { in: { Aliases: ['web', 'frontend'] } } },
    },
  ],
  [
    'all networks',
    { networks },
    modern,
    {
      HostConfig: { NetworkMode: 'in' },
      NetworkingConfig: {
        EndpointsConfig: { in: { Aliases: ['web', 'frontend'] }, out: { Aliases: [] } },
      },
    },
  ],
  [
    'when it comes back',
    { restart: 'always' },
    old,
    { HostConfig: { RestartPolicy: { Name: 'always' } } },
  ],
];

describe('createBody', () => {
  it.each(cases)('spells %s', (_, part, info, body) => {
    expect(createBody(spec(part), info)).toMatchObject(body);
  });

  it('leaves out what is not asked for', () => {
    const bare = spec({ dropCapabilities: false, limits: none });
    expect(createBody(bare, selinux)).toEqual({
      name: 'web',
      Image: 'image',
      Labels: {},
      Env: [],
      StopTimeout: 1,
      ExposedPorts: {},
      HostConfig: {
        GroupAdd: [],
        ReadonlyRootfs: false,
        SecurityOpt: [],
        RestartPolicy: { Name: 'no' },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
        ExtraHosts: [],
        PortBindings: {},
      },
    });
  });

  it('leaves the further networks of an old engine for later', () => {
    expect(laterNetworks(spec({ networks }), old)).toEqual([{ name: 'out', aliases: [] }]);
    expect(laterNetworks(spec({ networks }), modern)).toEqual([]);
    expect(laterNetworks(spec({ networks: 'none' }), old)).toEqual([]);
    expect(laterNetworks(spec({ networks: [] }), old)).toEqual([]);
  });
});
