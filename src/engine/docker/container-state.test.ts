import { describe, expect, it } from 'vitest';
import {
  containerDetails,
  containerState,
  InspectedContainer,
  ListedContainer,
} from './container-state.ts';

const listed = (more: object) => containerState(ListedContainer.parse(more));
const inspected = (more: object) => containerDetails(InspectedContainer.parse(more));

describe('a container of a list', () => {
  it.each([
    ['Up 3 minutes (healthy)', 'healthy'],
    ['Up 3 minutes (unhealthy)', 'unhealthy'],
    ['Up 2 seconds (health: starting)', 'starting'],
    ['Up 3 minutes', null],
    ['Exited (0) 3 minutes ago', null],
  ])('has its health in the words %s', (Status, health) => {
    expect(listed({ Status }).health).toBe(health);
  });

  it('has one name of its own among those of links', () => {
    expect(listed({ Names: ['/other/alias', '/gecko-web-1'] }).name).toBe('gecko-web-1');
  });

  it('has the ports that are published', () => {
    const Ports = [
      { IP: '127.0.0.1', PrivatePort: 80, PublicPort: 8081, Type: 'tcp' },
      { PrivatePort: 443, Type: 'tcp' },
    ];
    const port = { address: '127.0.0.1', hostPort: 8081, containerPort: 80 };
    expect(listed({ Ports }).ports).toEqual([port]);
  });

  it('may leave everything out', () => {
    expect(listed({ Id: 'a', Labels: null, Mounts: null, Ports: null })).toMatchObject({
      id: 'a',
      labels: {},
      volumes: [],
      ports: [],
      networks: [],
    });
  });
});

describe('a container that is inspected', () => {
  it.each([
    ['configured', 'created'],
    ['stopped', 'exited'],
    ['stopping', 'running'],
    ['something new', 'dead'],
  ])('has a state of Podman, %s (row 46)', (Status, status) => {
    expect(inspected({ State: { Status } }).status).toBe(status);
  });

  it.each([
    ['runs', { Status: 'running', ExitCode: 0, StartedAt: '2026-01-01T00:00:00Z' }, null],
    ['never started', { Status: 'created', ExitCode: 0, StartedAt: '0001-01-01T00:00:00Z' }, null],
    [
      'could not start',
      { Status: 'created', ExitCode: 128, Error: 'no', StartedAt: '0001-01-01T00:00:00Z' },
      128,
    ],
    ['ended', { Status: 'exited', ExitCode: 0, StartedAt: '2026-01-01T00:00:00Z' }, 0],
    ['crashes', { Status: 'restarting', ExitCode: 1, StartedAt: '2026-01-01T00:00:00Z' }, 1],
  ])('has an exit code where it %s: %j', (_, State, exitCode) => {
    expect(inspected({ State }).exitCode).toBe(exitCode);
  });

  it('has the ports that it will have where it has none yet', () => {
    const bindings = { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8081' }], '443/tcp': null };
    const expected = [{ address: '127.0.0.1', hostPort: 8081, containerPort: 80 }];
    expect(inspected({ HostConfig: { PortBindings: bindings } }).ports).toEqual(expected);
    const NetworkSettings = { Ports: bindings };
    expect(inspected({ NetworkSettings }).ports).toEqual(expected);
  });

  it('has the devices that it was given', () => {
    const DeviceRequests = [
      { Driver: 'nvidia', Count: -1, DeviceIDs: null, Capabilities: [['gpu']] },
      { Driver: '', Count: 0, DeviceIDs: ['GPU-1'] },
      { Driver: 'cdi', Count: 0, DeviceIDs: ['nvidia.com/gpu=all'] },
    ];
    const Devices = [{ PathOnHost: '/dev/kfd', PathInContainer: '/dev/kfd' }];
    expect(inspected({ HostConfig: { DeviceRequests, Devices } }).devices).toEqual([
      { kind: 'nvidia', count: 'all', ids: [] },
      { kind: 'nvidia', count: 0, ids: ['GPU-1'] },
      { kind: 'cdi', devices: ['nvidia.com/gpu=all'] },
      { kind: 'device', path: '/dev/kfd' },
    ]);
    expect(inspected({ HostConfig: { DeviceRequests: null, Devices: null } }).devices).toEqual([]);
  });

  it('has the words of its last probe', () => {
    const Log = [{ Output: 'bad' }, { Output: 'ok\n' }];
    const State = { Status: 'running', Health: { Status: 'healthy', Log } };
    expect(inspected({ State })).toMatchObject({ health: 'healthy', lastProbe: 'ok' });
    expect(inspected({}).lastProbe).toBeNull();
  });

  it.each([
    [2 ** 30, 2 ** 30],
    [0, null],
    [undefined, null],
  ])('has a limit of memory where one is set: %s', (Memory, memoryLimit) => {
    expect(inspected({ HostConfig: { Memory } }).memoryLimit).toBe(memoryLimit);
  });
});
