import { cpus, freemem, totalmem } from 'node:os';

/** What Node.js knows of the machine by itself; the probes know more on Linux. */
export interface Machine {
  platform: NodeJS.Platform;
  arch: string;
  cpuModel: string;
  threads: number;
  /** Bytes. */
  totalMemory: number;
  freeMemory: number;
}

export function readMachine(): Machine {
  const all = cpus();
  return {
    platform: process.platform,
    arch: process.arch,
    cpuModel: all[0]?.model.trim() ?? '',
    threads: all.length,
    totalMemory: totalmem(),
    freeMemory: freemem(),
  };
}
