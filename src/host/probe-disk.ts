import { dirname } from 'node:path';
import type { DiskFacts } from './host-facts.ts';
import type { HostFiles } from './host-files.ts';
import type { ProbeResult } from './probe-result.ts';

/** Room on the disk that a folder lies on, or will lie on. */
export async function probeDisk(files: HostFiles, folder: string): Promise<ProbeResult<DiskFacts>> {
  for (let path = folder; ; path = dirname(path)) {
    const free = await files.freeSpace(path);
    if (free !== null) return { state: 'found', facts: { path, free } };
    if (path === dirname(path)) {
      return { state: 'none', reason: `The system does not tell the free space of ${folder}` };
    }
  }
}
