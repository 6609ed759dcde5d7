import type { Exec } from '../clients/exec.ts';
import { parseSysctl } from './parse-sysctl.ts';
import type { ProbeResult } from './probe-result.ts';

export interface AppleFacts {
  /** `Apple M1 Pro` */
  chip: string;
  /** Bytes, shared by processor and GPU. */
  memory: number;
}

/** `-i` passes over names that a system does not know. */
const names = ['-i', 'hw.optional.arm64', 'machdep.cpu.brand_string', 'hw.memsize'] as const;

/** Apple Silicon, whose GPU no container can use. Also under Rosetta, where Node.js says x64. */
export async function probeApple(
  exec: Exec,
  platform: NodeJS.Platform,
  signal: AbortSignal,
): Promise<ProbeResult<AppleFacts>> {
  if (platform !== 'darwin') return { state: 'none', reason: 'This machine is not a Mac' };
  const { stdout } = await exec.run('/usr/sbin/sysctl', names, { timeoutMs: 5000, signal });
  const values = parseSysctl(stdout);
  return values.get('hw.optional.arm64') === '1'
    ? {
        state: 'found',
        facts: {
          chip: values.get('machdep.cpu.brand_string') ?? 'Apple Silicon',
          memory: Number(values.get('hw.memsize') ?? 0),
        },
      }
    : { state: 'none', reason: 'This Mac has an Intel processor' };
}
