import { hasModel } from './has-model.ts';
import { listModels } from './ollama.ts';
import { serverAddress } from './server-address.ts';
import type { GeneratorSettings } from './settings.ts';

export interface FoundOllama {
  url: string;
  models: string[];
}

/** Where an Ollama is looked for, in order. */
export function ollamaAddresses({ url, ollama }: GeneratorSettings): readonly string[] {
  return url ? [url] : ollama;
}

/** The first that has the model, else the first that answers; null where none does. All are asked at once. */
export async function findOllama(
  settings: GeneratorSettings,
  signal?: AbortSignal,
): Promise<FoundOllama | null> {
  const answers = await Promise.all(
    ollamaAddresses(settings).map(async (url) => ({
      url,
      models: await listModels(
        serverAddress(url, settings.url ? settings.key : undefined, settings.ca),
        signal,
      ),
    })),
  );
  const there = answers.flatMap(({ url, models }) => (models ? [{ url, models }] : []));
  return there.find(({ models }) => hasModel(models, settings.model)) ?? there[0] ?? null;
}
