import type { PublishedPort } from '../../engine/objects.ts';

const everywhere = ['0.0.0.0', '::', ''];

/**
 * Addresses at which nobody may listen where a port is to be published, but for the project itself. Where that
 * has the port at one of them, all of them at once cannot be tried.
 * @param own what the project has published
 * @param lan addresses of this machine beyond loopback
 */
export function addressesToTry(
  { address, hostPort }: Omit<PublishedPort, 'containerPort'>,
  own: readonly Omit<PublishedPort, 'containerPort'>[],
  lan: readonly string[],
): string[] {
  const held = own.filter((one) => one.hostPort === hostPort).map((one) => one.address);
  if (held.some((one) => one === address || everywhere.includes(one))) return [];
  if (held.length === 0 || !everywhere.includes(address)) return [address];
  return ['127.0.0.1', ...lan].filter((one) => !held.includes(one));
}
