import { collectHostFacts } from '../../src/host/collect-host-facts.ts';
import type { HostFacts } from '../../src/host/host-facts.ts';
import type { HostOllama } from '../../src/host/probe-ollama.ts';
import { liveClock } from '../../src/live-clock.ts';
import { capturedMachines } from './captured-machines.ts';

export type MachineName = keyof typeof capturedMachines;

/** What gecko learns of a captured machine. @param ollama that answers there; absent: none does */
export async function capturedFacts(name: MachineName, ollama?: HostOllama): Promise<HostFacts> {
  const told = await collectHostFacts(
    {
      ...capturedMachines[name],
      clock: liveClock,
      fetch: () => Promise.reject(new Error('connection refused')),
      folder: '/',
      ollamaUrl: 'http://127.0.0.1:11434',
    },
    new AbortController().signal,
  );
  return ollama ? { ...told, ollama: { state: 'found', facts: ollama } } : told;
}
