import { execProcess } from './clients/exec-process.ts';
import { collectHostFacts } from './host/collect-host-facts.ts';
import type { HostFacts } from './host/host-facts.ts';
import { liveFiles } from './host/live-files.ts';
import { readMachine } from './host/machine.ts';
import { liveClock } from './live-clock.ts';

/** This machine. @param asked the folder whose disk is meant, and where an Ollama of it would answer */
export function liveHostFacts(
  asked: { folder: string; ollamaUrl: string },
  signal: AbortSignal,
): Promise<HostFacts> {
  const ports = {
    exec: execProcess,
    files: liveFiles,
    machine: readMachine(),
    clock: liveClock,
    fetch: globalThis.fetch,
  };
  return collectHostFacts({ ...ports, ...asked }, signal);
}
