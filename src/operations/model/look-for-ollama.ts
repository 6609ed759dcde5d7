import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { type FoundOllama, findOllama } from '../find-ollama.ts';

/** The project's Ollama, or why none answers, where that is nothing to stop for. */
export async function lookForOllama(
  runtime: Runtime,
): Promise<{ found: FoundOllama; absence: null } | { found: null; absence: string }> {
  try {
    return { found: await findOllama(runtime), absence: null };
  } catch (error) {
    runtime.signal.throwIfAborted();
    if (error instanceof GeckoError) return { found: null, absence: error.message };
    throw error;
  }
}
