import { fullModelName } from './full-model-name.ts';

/** Whether a model is among those that Ollama names; `llama3` is `llama3:latest`. */
export function hasModel(models: readonly string[], model: string): boolean {
  return models.includes(fullModelName(model));
}
