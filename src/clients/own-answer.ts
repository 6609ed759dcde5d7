import type { AskResponse } from '@gecko/core/contract/ask';
import { exitCodes, GeckoError } from '../errors.ts';

/**
 * What a user's own backend answers to `POST /ask`: JSON with the text in `answer`, and whatever else it
 * says of it. @throws GeckoError BACKEND_ANSWER (exit 1) where there is no such text
 */
export function ownAnswer(body: unknown, question: string, baseUrl: string): AskResponse {
  const { answer } = (typeof body === 'object' && body !== null ? body : {}) as {
    answer?: unknown;
  };
  if (typeof answer !== 'string')
    throw new GeckoError(
      'BACKEND_ANSWER',
      `The backend at ${baseUrl} gave no answer in \`answer\``,
      {
        exitCode: exitCodes.failure,
        hint: 'A backend of your own answers POST /ask with JSON: { "answer": "…" }.',
      },
    );
  return {
    question,
    answer,
    abstained: false,
    citations: [],
    backend: 'rag',
    generator: { kind: 'own', model: null, reason: 'a backend of your own' },
    retrieval: { mode: 'hybrid', candidates: 0 },
    omitted: 0,
    truncated: false,
    timings: { retrieveMs: 0, firstTokenMs: null, totalMs: 0 },
  };
}
