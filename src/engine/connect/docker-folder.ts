import { join } from 'node:path';
import type { ConnectInput } from './connect-input.ts';

/** Folder of Docker's client configuration. */
export function dockerFolder({ env, home }: Pick<ConnectInput, 'env' | 'home'>): string {
  return env.DOCKER_CONFIG || join(home, '.docker');
}
