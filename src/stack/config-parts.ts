import { createHash, createHmac } from 'node:crypto';
import { canonical } from './canonical.ts';
import type { ResolvedService } from './stack.ts';

/**
 * What `configHash` is made over, part by part, so that a plan can say which setting has changed. By the
 * words that people read, such as `image` or `environment LOG_LEVEL`; keyed as the hash is.
 *
 * @returns 8 hexadecimal digits each
 */
export function configParts(
  { image, container, files }: Pick<ResolvedService, 'image' | 'container' | 'files'>,
  secret: string,
): Record<string, string> {
  const parts: [string, unknown][] = [
    ['image', image.id ?? image.reference],
    ...containerParts(container),
    ...files.map(({ name, content }): [string, unknown] => [
      `file ${name}`,
      createHash('sha256').update(content).digest('hex'),
    ]),
  ];
  return Object.fromEntries(
    parts.map(([name, value]) => [
      name,
      createHmac('sha256', secret)
        .update(canonical([name, value]))
        .digest('hex')
        .slice(0, 8),
    ]),
  );
}

function containerParts(container: ResolvedService['container']): [string, unknown][] {
  const { command, entrypoint, env, user, workdir, hostname, networks, extraHosts } = container;
  const { ports, mounts, tmpfs, devices, groups, readOnlyRoot, dropCapabilities } = container;
  const { securityOptions, limits, restart, logRotation, health, stopTimeout, stopSignal } =
    container;
  return [
    ...Object.entries(env).map(([name, value]): [string, unknown] => [
      `environment ${name}`,
      value,
    ]),
    ['command', [command ?? null, entrypoint ?? null]],
    ['user', user ?? null],
    ['working folder', workdir ?? null],
    ['host names', [hostname ?? null, extraHosts]],
    ['networks', networks],
    ['ports', ports],
    ...mounts.map(({ target, ...mount }): [string, unknown] => [`mount ${target}`, mount]),
    ['in-memory folders', tmpfs],
    ['devices', [devices, groups]],
    ['security options', [readOnlyRoot, dropCapabilities, securityOptions]],
    ['memory limit', limits.memory],
    ['CPU limit', limits.cpus],
    ['process limit', limits.pids],
    ['shared memory', limits.shm],
    ['restart policy', restart],
    ['log rotation', logRotation],
    ['health check', health],
    ['time to end', [stopTimeout, stopSignal ?? null]],
  ];
}
