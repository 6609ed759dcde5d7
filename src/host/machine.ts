import { cpus, freemem, networkInterfaces, totalmem } from 'node:os';

/** What Node.js knows of the machine by itself; the probes know more on Linux. */
export interface Machine {
  platform: NodeJS.Platform;
  arch: string;
  cpuModel: string;
  threads: number;
  /** Bytes. */
  totalMemory: number;
  freeMemory: number;
  /** Address at the engine's own bridge, which containers reach; null where there is none. */
  bridge: string | null;
}

/** Docker's and Podman's, where root runs them. */
const bridges = ['docker0', 'podman0', 'cni-podman0'];

export function readMachine(): Machine {
  const all = cpus();
  const addresses = networkInterfaces();
  const atBridge = bridges.flatMap((name) => addresses[name] ?? []);
  return {
    platform: process.platform,
    arch: process.arch,
    cpuModel: all[0]?.model.trim() ?? '',
    threads: all.length,
    totalMemory: totalmem(),
    freeMemory: freemem(),
    bridge: atBridge.find(({ family }) => family === 'IPv4')?.address ?? null,
  };
}
