import { findOllama } from './find-ollama.ts';
import { type ServerAddress, serverAddress } from './server-address.ts';
import type { GeneratorSettings } from './settings.ts';

/**
 * The Ollama of a backend, also where it has no model to answer with yet; null where the configuration wants
 * another generator, or none answers.
 */
export async function ollamaOf(
  settings: GeneratorSettings,
  signal?: AbortSignal,
): Promise<ServerAddress | null> {
  if (!mayUseOllama(settings)) return null;
  const found = await findOllama(settings, signal);
  if (found === null) return null;
  // The key belongs to the server that the user names, not to whatever listens on Ollama's port.
  const key = settings.url === found.url ? settings.key : undefined;
  return serverAddress(found.url, key, settings.ca);
}

export function mayUseOllama({ kind }: Pick<GeneratorSettings, 'kind'>): boolean {
  return kind === 'auto' || kind === 'ollama';
}
