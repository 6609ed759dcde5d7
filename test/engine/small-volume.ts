import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askEngine } from './ask-engine.ts';
import { openSmallDisk, type SmallDisk } from './small-disk.ts';

/** A volume of the tests' own engine on a disk of its own. */
export interface SmallVolume {
  name: string;
  disk: SmallDisk;
  close(): Promise<void>;
}

/** @param size in KiB */
export async function openSmallVolume(name: string, size: number): Promise<SmallVolume> {
  const folder = mkdtempSync(join(tmpdir(), 'gecko-small-'));
  // The services' own user, so that nobody has to be asked for it.
  const disk = openSmallDisk(folder, size, 1000);
  const opts = { type: 'none', o: 'bind', device: folder };
  await askEngine('POST', '/volumes/create', {}, { Name: name, DriverOpts: opts });
  return {
    name,
    disk,
    async close() {
      await askEngine('DELETE', `/volumes/${name}`);
      disk.close();
      rmSync(folder, { recursive: true });
    },
  };
}
