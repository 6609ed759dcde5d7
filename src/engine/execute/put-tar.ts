import type { Engine } from '../engine.ts';
import { HELD, type HeldVolume, withVolume } from './with-volume.ts';

/** Unpacks a tar into a volume. */
export function putTar(
  engine: Engine,
  volume: HeldVolume,
  tar: Buffer,
  signal: AbortSignal,
): Promise<void> {
  return withVolume(engine, volume, (container) => engine.putArchive(container, HELD, tar, signal));
}
