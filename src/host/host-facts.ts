import type { CpuFacts } from './parse-cpuinfo.ts';
import type { MemoryFacts } from './parse-meminfo.ts';
import type { AmdFacts } from './probe-amd.ts';
import type { AppleFacts } from './probe-apple.ts';
import type { IntelFacts } from './probe-intel.ts';
import type { NvidiaFacts } from './probe-nvidia.ts';
import type { HostOllama } from './probe-ollama.ts';
import type { ProbeResult } from './probe-result.ts';

/** What this machine is. Whether an engine can pass its cards on is another matter. */
export interface HostFacts {
  platform: NodeJS.Platform;
  /** Node.js's word: `x64`, `arm64`, … */
  arch: string;
  /** The WSL that this Linux runs in; null outside of it. */
  wsl: 1 | 2 | null;
  cpu: CpuFacts;
  memory: MemoryFacts;
  disk: ProbeResult<DiskFacts>;
  nvidia: ProbeResult<NvidiaFacts>;
  amd: ProbeResult<AmdFacts>;
  intel: ProbeResult<IntelFacts>;
  apple: ProbeResult<AppleFacts>;
  ollama: ProbeResult<HostOllama>;
}

export interface DiskFacts {
  /** The folder asked for, or the nearest one above it that is there. */
  path: string;
  /** Bytes. */
  free: number;
}
