import { ServiceError } from '../contract/errors.ts';
import type { CountTokens } from './chat.ts';
import type { GenerateRequest } from './port.ts';
import { buildPrompt } from './prompt.ts';
import type { GeneratorSettings } from './settings.ts';

export type PromptLimits = Pick<GeneratorSettings, 'contextTokens' | 'answerTokens'>;

/**
 * The prompt that fits a model's context.
 *
 * @param fewer passages to leave out beyond that, after the server has found it too long
 * @throws ServiceError PROMPT_TOO_LONG where the question alone does not fit
 */
export async function fittedPrompt(
  { question, history, passages, language, signal }: GenerateRequest,
  { contextTokens, answerTokens }: PromptLimits,
  count: CountTokens,
  fewer: number,
) {
  const kept = passages.slice(0, Math.max(0, passages.length - fewer));
  const budget = contextTokens - answerTokens;
  const prompt = await buildPrompt(
    { question, history, passages: kept, language, budget },
    (texts) => count(texts, signal),
  );
  if (!prompt.fits || (passages.length > 0 && prompt.omitted === kept.length)) {
    throw new ServiceError(
      'PROMPT_TOO_LONG',
      `the question and one passage do not fit the model's context of ${contextTokens} tokens`,
      'Ask a shorter question, or set a larger context for a model that has one.',
    );
  }
  return { messages: prompt.messages, omitted: prompt.omitted + passages.length - kept.length };
}
