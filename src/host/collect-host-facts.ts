import type { Exec } from '../clients/exec.ts';
import type { Fetch } from '../clients/http-api.ts';
import type { Clock } from '../runtime.ts';
import type { HostFacts } from './host-facts.ts';
import type { HostFiles } from './host-files.ts';
import type { Machine } from './machine.ts';
import { type CpuFacts, parseCpuinfo } from './parse-cpuinfo.ts';
import { parseMeminfo } from './parse-meminfo.ts';
import { parseWsl } from './parse-wsl.ts';
import { probeAmd } from './probe-amd.ts';
import { probeApple } from './probe-apple.ts';
import { probeDisk } from './probe-disk.ts';
import { probeIntel } from './probe-intel.ts';
import { probeNvidia } from './probe-nvidia.ts';
import { probeOllama } from './probe-ollama.ts';
import type { ProbeResult } from './probe-result.ts';

export interface HostPorts {
  exec: Exec;
  files: HostFiles;
  machine: Machine;
  clock: Clock;
  fetch: Fetch;
  /** The folder whose disk is asked about. */
  folder: string;
  /** Where an Ollama of this machine would answer: `http://127.0.0.1:11434`. */
  ollamaUrl: string;
}

/** Milliseconds for one probe, over all that it runs; a process in the kernel's hands cannot be killed. */
const deadline = 6000;

/** Asks all probes at once; one that fails or is slow spoils no other. Rejects only when cancelled. */
export async function collectHostFacts(
  { exec, files, machine, clock, fetch, folder, ollamaUrl }: HostPorts,
  signal: AbortSignal,
): Promise<HostFacts> {
  const guard = <Facts>(
    what: string,
    probe: (signal: AbortSignal) => Promise<ProbeResult<Facts>>,
  ) => settle(what, probe, clock, signal);
  const read = async (path: string) => {
    const text = await guard(path, async () => ({
      state: 'found',
      facts: (await files.read(path)) ?? '',
    }));
    return text.state === 'found' ? text.facts : '';
  };
  const [cpuinfo, meminfo, version, disk, nvidia, amd, intel, apple, ollama] = await Promise.all([
    read('/proc/cpuinfo'),
    read('/proc/meminfo'),
    read('/proc/version'),
    guard('the disk', () => probeDisk(files, folder)),
    guard('NVIDIA cards', (signal) => probeNvidia(exec, files, signal)),
    guard('AMD GPUs', () => probeAmd(files)),
    guard('Intel GPUs', () => probeIntel(files)),
    guard('Apple Silicon', (signal) => probeApple(exec, machine.platform, signal)),
    guard('Ollama', (signal) => probeOllama(fetch, files, ollamaUrl, signal)),
  ]);
  return {
    platform: machine.platform,
    arch: machine.arch,
    wsl: parseWsl(version),
    cpu: cpuOf(parseCpuinfo(cpuinfo), machine),
    memory: parseMeminfo(meminfo) ?? { total: machine.totalMemory, available: machine.freeMemory },
    disk,
    nvidia,
    amd,
    intel,
    apple,
    ollama,
  };
}

async function settle<Facts>(
  what: string,
  probe: (signal: AbortSignal) => Promise<ProbeResult<Facts>>,
  clock: Clock,
  signal: AbortSignal,
): Promise<ProbeResult<Facts>> {
  signal.throwIfAborted();
  const done = new AbortController();
  const either = AbortSignal.any([signal, done.signal]);
  const late = clock.sleep(deadline, either).then(
    (): ProbeResult<Facts> => ({
      state: 'broken',
      reason: `The look for ${what} took longer than ${deadline / 1000} s`,
      mend: 'Restart the machine: a driver or a disk hangs',
    }),
  );
  try {
    return await Promise.race([probe(either), late]);
  } catch (error) {
    signal.throwIfAborted();
    return {
      state: 'broken',
      reason: `The look for ${what} failed: ${error instanceof Error ? error.message : error}`,
      mend: 'gecko doctor tells more',
    };
  } finally {
    done.abort();
  }
}

/** Where the system tells less than Node.js knows. */
function cpuOf(told: CpuFacts, machine: Machine): CpuFacts {
  return {
    ...told,
    model: told.model || machine.cpuModel,
    cores: told.cores || machine.threads,
    threads: told.threads || machine.threads,
  };
}
