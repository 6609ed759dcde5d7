import type { OllamaServer } from '../../clients/ollama.ts';
import type { ResolvedConfig } from '../../config/schema.ts';
import { GeckoError } from '../../errors.ts';
import { asksOllama } from '../../stack/asks-ollama.ts';
import type { ResolvedStack } from '../../stack/stack.ts';
import { isLoaded } from '../model/is-loaded.ts';

/**
 * The model that the stack's Ollama is to have loaded, and whether it has it so; null where another Ollama
 * answers, or where a model is not kept.
 * @param ollama null: it does not run yet
 */
export async function modelToLoad(
  { services }: Pick<ResolvedStack, 'services'>,
  ollama: OllamaServer | null,
  config: Pick<ResolvedConfig, 'model' | 'keepAlive' | 'generator'>,
  signal: AbortSignal,
): Promise<{ model: string; isLoaded: boolean } | null> {
  const { model, keepAlive, generator } = config;
  const isOurs = services.some(({ name }) => name === 'ollama') && asksOllama(config);
  if (!isOurs || /^0+(ms|s|m|h)?$/.test(keepAlive)) return null;
  if (ollama === null) return { model, isLoaded: false };
  try {
    const running = await ollama.running(signal);
    return { model, isLoaded: isLoaded(running, model, generator.contextTokens) };
  } catch (error) {
    // What cannot be asked may be started anew by the plan.
    if (error instanceof GeckoError) return { model, isLoaded: false };
    throw error;
  }
}
