import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import type { FoundOllama } from '../find-ollama.ts';
import { machineHere } from './machine-here.ts';
import { type ModelJudge, modelJudge } from './model-judge.ts';

/** A judge for where the project's Ollama runs; null where gecko cannot look there. It is only advice. */
export async function judgeHere(
  found: FoundOllama | null,
  runtime: Runtime,
): Promise<ModelJudge | null> {
  try {
    const machine = await machineHere(found, runtime);
    return machine && modelJudge(machine, runtime);
  } catch (error) {
    runtime.signal.throwIfAborted();
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
