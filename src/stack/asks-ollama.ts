import type { ConfigValues } from '../config/schema.ts';

/** Whether an Ollama answers: the one that the hardware profile provides, and not what the configuration names. */
export function asksOllama({ generator }: Pick<ConfigValues, 'generator'>): boolean {
  const { kind, url } = generator;
  return (kind === 'auto' || kind === 'ollama') && url === undefined;
}
