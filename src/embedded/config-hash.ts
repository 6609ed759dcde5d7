import { createHash } from 'node:crypto';
import { build } from '../version.ts';
import type { ServeConfig } from './serve.ts';

/** Names a configuration, and a version and build of gecko; the instance, which is new each time, is left out. */
export function configHash(serve: ServeConfig, version: string): string {
  const core = { ...serve.core, instance: '' };
  const text = JSON.stringify({ ...serve, core, version, build });
  return createHash('sha256').update(text).digest('hex');
}
