import * as z from 'zod/mini';
import { type DiskSpace, diskSpace } from '../../host/disk-space.ts';
import { askInside } from './ask-inside.ts';
import type { DoctorFacts } from './facts.ts';
import { ownBackend } from './own-backend.ts';

const Space = z.object({
  total: z.number(),
  free: z.number(),
  files: z.number(),
  freeFiles: z.number(),
});

/** The weights' volume, which lies where the engine stores all volumes. */
const script = `
const look = async () => {
  const { bsize, blocks, bavail, files, ffree } = require('node:fs').statfsSync('/models');
  return { total: blocks * bsize, free: bavail * bsize, files, freeFiles: ffree };
};`;

/**
 * Room where the engine stores images and volumes: looked at where that is a folder of this machine, else
 * from inside a container; null where neither can be.
 */
export async function engineDisk(
  facts: DoctorFacts,
  signal: AbortSignal,
): Promise<(DiskSpace & { isHere: boolean }) | null> {
  const { info } = await facts.engine();
  // Docker Desktop is local, and stores all in a machine of its own.
  const here = info.isLocal ? await diskSpace(info.dataRoot) : null;
  if (here?.path === info.dataRoot) return { ...here, isHere: true };
  const { engine } = await facts.project();
  const container = await ownBackend(facts);
  if (container === null) return null;
  const answer = await askInside(engine, container.id, { script, words: [] }, signal);
  const space = Space.safeParse(answer);
  return space.success ? { path: info.dataRoot, ...space.data, isHere: false } : null;
}
