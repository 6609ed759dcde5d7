import type { PublishedPort } from '../objects.ts';
import { dialled } from './dialled.ts';

/** Where a published port answers on the engine's own machine. */
export function publishedUrl({ address, hostPort }: Omit<PublishedPort, 'containerPort'>): string {
  return `http://${dialled(address)}:${hostPort}`;
}
