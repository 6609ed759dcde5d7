import type { Readable } from 'node:stream';
import type { AskRequest } from '@gecko/core/contract/ask';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { belowAnswer } from './ask/answer-text.ts';
import { checkTopK } from './ask/check-top-k.ts';
import { toFilter } from './ask/filter.ts';
import { readQuestion } from './ask/question.ts';
import { streamAnswer } from './ask/stream-answer.ts';
import { withModelOffered } from './ask/with-model-offered.ts';
import { ensureBackend } from './backend.ts';

export interface AskInput {
  /** Words of the command line. */
  words: readonly string[];
  /** Asked where there are no words. */
  stdin: Readable & { isTTY?: boolean };
  backend: 'rag' | 'qa';
  collection?: string | undefined;
  /** `key=value` */
  filters: readonly string[];
  topK?: number | undefined;
  mode?: 'hybrid' | 'dense' | 'lexical' | undefined;
  fusion?: 'convex' | 'rrf' | undefined;
}

/**
 * Asks a question. The answer is streamed to the ui as it is written; the report has what stands
 * below it, and with --json the whole answer. Where the model is missing, it offers to bring it.
 * @throws GeckoError USAGE (exit 2), and what the backend answers
 */
export async function ask(input: AskInput, runtime: Runtime): Promise<Report> {
  const question = await readQuestion(input.words, input.stdin, runtime.signal);
  const request = toRequest(input, question, input.collection ?? runtime.config.corpus.collection);
  const client = await ensureBackend(runtime, input.backend);
  const response = await withModelOffered(runtime, () => streamAnswer(client, request, runtime));
  return {
    json: { ...response },
    text: (style) => belowAnswer(response, style),
  };
}

/** @throws GeckoError USAGE */
function toRequest(input: AskInput, question: string, collection: string): AskRequest {
  const { filters, topK, mode, fusion } = input;
  checkTopK(topK);
  return {
    question,
    collection,
    ...(filters.length === 0 ? {} : { filter: toFilter(filters) }),
    ...(topK === undefined ? {} : { topK }),
    ...(mode === undefined ? {} : { mode }),
    ...(fusion === undefined ? {} : { fusion }),
  };
}
