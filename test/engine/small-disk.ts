import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file system of its own, in memory. */
export interface SmallDisk {
  /** Gives it another size, in KiB. */
  resize(size: number): void;
  /** Takes all the room that is left. @returns gives it back */
  fill(): () => void;
  close(): void;
}

/**
 * In the launcher's namespaces, as the engine is: it goes with them at the latest.
 *
 * @param size in KiB
 * @param owner user and group of its root
 */
export function openSmallDisk(folder: string, size: number, owner = 0): SmallDisk {
  const mount = (...args: string[]) => execFileSync('mount', args);
  mkdirSync(folder, { recursive: true });
  const options = `size=${size}k,uid=${owner},gid=${owner},mode=0755`;
  mount('-t', 'tmpfs', '-o', options, 'tmpfs', folder);
  return {
    resize: (to) => mount('-o', `remount,size=${to}k`, folder),
    fill() {
      const filler = join(folder, 'filler');
      writeFileSync(filler, '');
      for (const block of [Buffer.alloc(2 ** 20), Buffer.alloc(4096)])
        try {
          for (;;) appendFileSync(filler, block);
        } catch {
          // Full, as wanted.
        }
      return () => rmSync(filler);
    },
    close: () => execFileSync('umount', [folder]),
  };
}
