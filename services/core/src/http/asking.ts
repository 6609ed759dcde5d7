import { type AnswerRequest, answer } from '../answer/answer.ts';
import { standalone } from '../answer/standalone.ts';
import {
  type Analysis,
  type AskEvent,
  type AskRequest,
  LONGEST_QUESTION,
} from '../contract/ask.ts';
import { ServiceError } from '../contract/errors.ts';
import type { ChatMessage } from '../contract/message.ts';
import { checkRequest, type RetrieveRequest } from '../retrieve/retrieve.ts';
import { resolveGeneration } from '../store/resolve-generation.ts';
import { foldFields } from '../store/tags.ts';
import type { RouteTools } from './environment.ts';

/** A corpus of which no word can name a filter. */
const NAMELESS = { fields: async () => [], values: async () => [] };

interface Understood {
  /** As it was asked, and what was said before. */
  question: string;
  history: readonly ChatMessage[];
  /** With the question as it is understood. */
  request: RetrieveRequest;
  /** What `rag` understood; its filter is part of the request. */
  analysis: Analysis | null;
  unfiltered: AnswerRequest['unfiltered'];
  /** Language model that is asked for by name. */
  model: string | undefined;
}

/** @throws ServiceError BAD_REQUEST */
function questionOf({ question, query, messages = [] }: AskRequest) {
  const given = question ?? query;
  const last = messages.at(-1);
  const isLast = given === undefined && last?.role === 'user';
  const asked = (isLast ? last.content : (given ?? '')).trim();
  if (asked === '')
    throw new ServiceError(
      'BAD_REQUEST',
      'question is missing or empty',
      'Send {"question": "…"}, or messages that end with one of the user.',
    );
  if (asked.length > LONGEST_QUESTION)
    throw new ServiceError(
      'BAD_REQUEST',
      `the question is longer than ${LONGEST_QUESTION} characters`,
      'Ask a shorter question.',
    );
  return { question: asked, history: isLast ? messages.slice(0, -1) : messages };
}

/** How every route that answers understands its question, and waits for its turn. */
export function createAsking({ core, service, analyse, metrics }: RouteTools) {
  const { config } = core;
  return { understand, inTurn };

  /** Answers wait for their turn, in the order of asking. */
  async function* inTurn(
    { question, history, request, analysis, unfiltered, model }: Understood,
    signal: AbortSignal,
  ): AsyncGenerator<AskEvent> {
    const release = await core.turns.acquire(1, signal);
    try {
      const all = answer(core, {
        ...request,
        question,
        understood: request.question,
        history,
        backend: service,
        ...(model === undefined ? {} : { model }),
        ...(analysis ? { analysis } : {}),
        ...(unfiltered ? { unfiltered } : {}),
      });
      for await (const event of all) {
        if (event.event === 'done') {
          const { generator, retrieval, abstained, timings } = event.data;
          metrics.answerSeconds.observe(timings.totalMs / 1_000);
          if (timings.firstTokenMs !== null)
            metrics.firstTokenSeconds.observe(timings.firstTokenMs / 1_000);
          metrics.generatedTokens.inc(timings.tokens ?? 0);
          metrics.answers.inc({
            generator: generator.kind,
            mode: retrieval.mode,
            abstained: String(abstained),
          });
        }
        yield event;
      }
    } finally {
      release();
    }
  }

  /** @throws ServiceError COLLECTION_MISSING, FILTER_UNKNOWN_FIELD, EMBEDDER_UNAVAILABLE, MODEL_UNKNOWN */
  async function understand(body: AskRequest, signal: AbortSignal): Promise<Understood> {
    const { collection = config.collection, filter, topK, mode, fusion, model } = body;
    const { question, history } = questionOf(body);
    const questions = standalone(question, history);
    const generation = await resolveGeneration(core.store, collection);
    const analysis: Analysis | null = analyse ? await analyse(questions, generation) : null;
    const request = {
      question: questions.join(' '),
      collection,
      filter: foldFields({ ...analysis?.filter, ...filter }),
      ...(topK === undefined ? {} : { topK }),
      ...(mode === undefined ? {} : { mode }),
      ...(fusion === undefined ? {} : { fusion }),
      signal,
    };
    await checkRequest(core, request);
    // One that is not there is told by the status.
    if (model !== undefined) await core.generator(model);
    const unfiltered =
      analyse && analysis && Object.keys(analysis.filter).length > 0
        ? async () => ({
            filter: foldFields({ ...filter }),
            analysis: await analyse(questions, NAMELESS),
          })
        : undefined;
    return { question, history, request, analysis, unfiltered, model };
  }
}
