import type { RunningModel } from '../../clients/ollama.ts';
import { fullModelName } from '../../plan/full-model-name.ts';

/** Whether a model is loaded with a context, so that a question does not load it anew; `llama3` is `llama3:latest`. */
export function isLoaded(
  running: readonly RunningModel[],
  model: string,
  context: number,
): boolean {
  const name = fullModelName(model);
  return running.some(
    (one) => one.name === name && (one.contextTokens === null || one.contextTokens === context),
  );
}
