import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';

/**
 * Asks, and where the language model is missing offers to bring it and asks again; without a terminal to
 * ask on, the error names the command. A model in process is not Ollama's to bring.
 * @throws what `ask` throws, and what bringing it does
 */
export async function withModelOffered<T>(runtime: Runtime, ask: () => Promise<T>): Promise<T> {
  const { ui, config } = runtime;
  try {
    return await ask();
  } catch (error) {
    const isMissing = error instanceof GeckoError && error.code === 'MODEL_MISSING';
    const isOllamas = config.generator.kind === 'auto' || config.generator.kind === 'ollama';
    if (!isMissing || !isOllamas || !ui.interactive) throw error;
    const { model } = config;
    const question = `${error.message}. Pull ${model} now?`;
    if (!(await ui.confirm(question, '--yes'))) throw error;
    const { pullModels } = await import('../model-pull.ts');
    const input = { names: [model], embedded: false, name: undefined, sha256: undefined };
    await pullModels(input, runtime);
    return ask();
  }
}
