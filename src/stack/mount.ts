import { isAbsolute, resolve } from 'node:path/posix';
import type { MountSpec } from '../engine/objects.ts';

/**
 * A user's `SOURCE:TARGET[:ro]`: a path on the engine's machine (relative ones from `base`), or the name
 * of a volume.
 */
export function toMount(text: string, base: string, selinux: boolean): MountSpec {
  const readOnly = text.endsWith(':ro');
  const words = text.replace(/:(ro|rw)$/, '');
  const colon = words.lastIndexOf(':');
  const [source, target] = [words.slice(0, colon), words.slice(colon + 1)];
  const isPath = isAbsolute(source) || /^\.{1,2}(\/|$)/.test(source);
  return isPath
    ? {
        type: 'bind',
        source: resolve(base, source),
        target,
        readOnly,
        ...(selinux ? { relabel: 'z' as const } : {}),
      }
    : { type: 'volume', source, target, readOnly };
}
