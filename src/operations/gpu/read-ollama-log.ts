import { GeckoError } from '../../errors.ts';
import type { OllamaLog } from '../../proof/ollama-log.ts';
import { parseOllamaLog } from '../../proof/parse-ollama-log.ts';
import type { Absence } from '../../proof/signals.ts';
import type { OllamaSite } from './ollama-site.ts';

/** What Ollama's container has logged of cards since it was started. @throws the signal's reason */
export async function readOllamaLog(
  { inStack }: OllamaSite,
  signal: AbortSignal,
): Promise<OllamaLog | Absence> {
  if (!inStack) return { absence: 'Ollama runs outside of the stack' };
  const { engine, container } = inStack;
  const lines: string[] = [];
  try {
    const since = container.startedAt === null ? null : Math.floor(container.startedAt / 1000);
    const options = { follow: false, tail: null, since, timestamps: false, signal };
    // Of the many lines of requests none is about a card.
    for await (const { text } of engine.logs(container.id, options))
      if (!text.startsWith('[GIN]')) lines.push(text);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof GeckoError) return { absence: error.message };
    throw error;
  }
  return parseOllamaLog(lines);
}
