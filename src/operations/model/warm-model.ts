import { GeckoError } from '../../errors.ts';
import { hasModel } from '../../plan/has-model.ts';
import type { Runtime } from '../../runtime.ts';
import { findOllama } from '../find-ollama.ts';
import { isLoaded } from './is-loaded.ts';
import { loadModel } from './load-model.ts';

/**
 * Loads the model of the Ollama that the embedded runtime asks, where one has it and it is not loaded as a
 * question would load it. Whether there is one is no matter of `up`: answers come without it.
 */
export async function warmModel(runtime: Runtime): Promise<void> {
  const { model, generator } = runtime.config;
  if (generator.kind !== 'auto' && generator.kind !== 'ollama') return;
  try {
    const { signal } = runtime;
    const { server } = await findOllama(runtime);
    const [there, running] = await Promise.all([server.models(signal), server.running(signal)]);
    const names = there.map(({ name }) => name);
    if (!hasModel(names, model) || isLoaded(running, model, generator.contextTokens)) return;
    await loadModel(server, model, runtime, signal);
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
  }
}
