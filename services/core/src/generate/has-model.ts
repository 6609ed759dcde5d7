/** `llama3` is `llama3:latest`. */
export function hasModel(models: readonly string[], model: string): boolean {
  return models.includes(model) || models.includes(`${model}:latest`);
}
