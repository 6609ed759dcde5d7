import type { OllamaServer } from '../../clients/ollama.ts';
import { GeckoError } from '../../errors.ts';
import type { Runtime } from '../../runtime.ts';
import { smallerModel } from './smaller-model.ts';

/** Milliseconds; a large model on a slow disk takes minutes. */
const LIMIT = 600_000;

/** Milliseconds without a word. */
const SILENCE = 3_000;

/**
 * Loads a model with the options of the backends' questions, so that the first one finds it loaded. Where
 * that fails a warning says why: everything else runs, and answers come without it.
 */
export async function loadModel(
  server: Pick<OllamaServer, 'generate'>,
  model: string,
  { config, ui }: Pick<Runtime, 'config' | 'ui'>,
  signal: AbortSignal,
): Promise<void> {
  const { keepAlive, generator } = config;
  const { contextTokens, answerTokens: tokens } = generator;
  const late = AbortSignal.timeout(LIMIT);
  const told = setTimeout(
    () => ui.event({ type: 'note', text: `Loading ${model} into the memory` }),
    SILENCE,
  );
  try {
    const input = { model, prompt: '', tokens, contextTokens, keepAlive };
    await server.generate(input, AbortSignal.any([signal, late]));
  } catch (error) {
    signal.throwIfAborted();
    if (!late.aborted && !(error instanceof GeckoError)) throw error;
    const words = late.aborted
      ? `it took longer than ${LIMIT / 60_000} minutes`
      : (error as GeckoError).message;
    const smaller = smallerModel(words, contextTokens);
    const mend =
      smaller === null
        ? 'gecko model recommend shows what fits.'
        : `${smaller} fits: gecko up --model ${smaller}, or the key model.`;
    ui.event({ type: 'warning', text: `${model} is not loaded: ${words}. ${mend}` });
  } finally {
    clearTimeout(told);
  }
}
