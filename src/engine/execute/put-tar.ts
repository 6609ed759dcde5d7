import { randomBytes } from 'node:crypto';
import type { Action } from '../../plan/step.ts';
import type { Engine } from '../engine.ts';
import type { ContainerSpec } from '../objects.ts';

const TARGET = '/put';

/** Unpacks a tar into a volume through a container that is created for it, never started, and removed. */
export async function putTar(
  engine: Engine,
  {
    name,
    image,
    labels,
  }: Pick<Extract<Action, { kind: 'volume.put' }>, 'name' | 'image' | 'labels'>,
  tar: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const container = await engine.createContainer({
    ...inert,
    name: `${name}-put-${randomBytes(4).toString('hex')}`,
    image,
    labels,
    mounts: [{ type: 'volume', source: name, target: TARGET, readOnly: false }],
  });
  try {
    await engine.putArchive(container, TARGET, tar, signal);
  } finally {
    await engine.removeContainer(container, { force: true });
  }
}

/** A container that does nothing. */
const inert: Omit<ContainerSpec, 'name' | 'image' | 'labels' | 'mounts'> = {
  command: ['true'],
  env: {},
  networks: 'none',
  extraHosts: [],
  ports: [],
  tmpfs: [],
  devices: [],
  groups: [],
  readOnlyRoot: false,
  dropCapabilities: true,
  securityOptions: [],
  limits: { memory: null, cpus: null, pids: null, shm: null },
  restart: 'no',
  logRotation: { size: '1m', files: 1 },
  health: null,
  stopTimeout: 1,
};
