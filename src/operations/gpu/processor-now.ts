import type { OllamaServer } from '../../clients/ollama.ts';
import { hasModel } from '../../plan/has-model.ts';

/**
 * What Ollama says, without loading anything: that the model is loaded and none of it is on a card. Null
 * where it is not loaded, or some of it is on one. One sentence without a full stop.
 */
export async function processorNow(
  ollama: OllamaServer,
  model: string,
  signal: AbortSignal,
): Promise<string | null> {
  const loaded = (await ollama.running(signal)).find(({ name }) => hasModel([name], model));
  return loaded && loaded.deviceBytes === 0
    ? `${model} is running on the CPU, although its container was made for a GPU`
    : null;
}
