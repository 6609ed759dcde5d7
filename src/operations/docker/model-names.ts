import type { OllamaServer } from '../../clients/ollama.ts';
import { GeckoError } from '../../errors.ts';

/** Names of the models that an Ollama has, with tags; null where it cannot be asked. */
export async function modelNames(
  ollama: OllamaServer,
  signal: AbortSignal,
): Promise<readonly string[] | null> {
  try {
    return (await ollama.models(signal)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof GeckoError) return null;
    throw error;
  }
}
