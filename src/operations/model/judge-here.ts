import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { FoundOllama } from '../find-ollama.ts';
import { type MachineOptions, machineHere } from './machine-here.ts';
import { type ModelJudge, modelJudge } from './model-judge.ts';

/** A judge for where an Ollama runs; null where gecko cannot look there. It is only advice. */
export async function judgeHere(
  found: FoundOllama,
  runtime: Runtime,
  options: Pick<MachineOptions, 'measure'> = {},
): Promise<ModelJudge | null> {
  try {
    const kind = found.isOurs ? 'docker' : 'embedded';
    const machine = await machineHere(found, runtime, { ...options, kind });
    return machine && modelJudge(machine, runtime);
  } catch (error) {
    runtime.signal.throwIfAborted();
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
