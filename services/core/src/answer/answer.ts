import type { Analysis, AskEvent, AskResponse } from '../contract/ask.ts';
import type { Device } from '../contract/device.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Filter } from '../contract/filter.ts';
import type { ChatMessage } from '../contract/message.ts';
import type { Fusion, RetrievalMode } from '../contract/retrieval-mode.ts';
import type { Core } from '../core.ts';
import type { Generator, ModelUsage } from '../generate/port.ts';
import { detectLanguage } from '../lexical/analyse.ts';
import { type Retrieved, retrieve } from '../retrieve/retrieve.ts';
import { abstains } from './abstain.ts';
import { toCitations } from './citations.ts';
import { pointsBack, saysEnough } from './standalone.ts';
import { abstention, reservation } from './wording.ts';
import { writeAnswer } from './write-answer.ts';

export interface AnswerRequest {
  question: string;
  /** The question as it is understood without the history. */
  understood: string;
  /** What was said before, oldest first. */
  history: readonly ChatMessage[];
  backend: 'rag' | 'qa';
  collection: string;
  filter?: Filter;
  topK?: number;
  mode?: RetrievalMode;
  fusion?: Fusion;
  /** Language model that is asked for by name. */
  model?: string;
  /** What `rag` understood of the question; its filter is already part of `filter`. */
  analysis?: Analysis;
  /** Where words of the question were taken for a filter: the same without it. */
  unfiltered?: () => Promise<Required<Pick<AnswerRequest, 'filter' | 'analysis'>>>;
  signal: AbortSignal;
}

/**
 * The one pipeline of both backends: retrieve (again without a filter that the question's words named,
 * where too little is found with it), abstain or generate, cite. Yields the events of
 * `POST /ask` in their order; the last is `done`. Citations of the first event are the passages that
 * were found, of the last those that the answer cites (all of them where it cites none).
 * Errors are thrown: ServiceError, or the signal's reason.
 */
export async function* answer(core: Core, request: AnswerRequest): AsyncGenerator<AskEvent> {
  const { question, understood, history, signal } = request;
  const started = core.clock.monotonic();
  const elapsed = () => Math.round(core.clock.monotonic() - started);
  // A follow-up is answered in its own language, where it shows one.
  const language =
    detectLanguage(question) ?? request.analysis?.language ?? detectLanguage(understood);
  // What was said before helps to find. What of it answers is told by the question's own words, and what
  // "it" is, by those before.
  const judged = saysEnough(question) ? question : understood;
  const telling = pointsBack(question) ? understood : judged;
  const look = async ({ analysis, ...asked }: AnswerRequest) => {
    const variants = analysis?.variants ?? [];
    const found = await retrieve(core, { ...asked, question: understood, judged, variants });
    return { analysis, found };
  };
  const isTooLittle = ({ passages, evidence }: Retrieved, by: Generator) =>
    passages.length === 0 ||
    abstains(evidence, by.info.kind === 'extractive' ? 'extractive' : 'model', language);

  const [first, chosen] = await Promise.all([look(request), core.generator(request.model)]);
  const isMisread = request.unfiltered !== undefined && isTooLittle(first.found, chosen);
  const { analysis, found } = isMisread
    ? await look({ ...request, ...(await request.unfiltered?.()) })
    : first;
  const retrieveMs = elapsed();
  let generator = chosen;
  if (analysis) yield { event: 'analysis', data: analysis };
  const response = (
    result: Pick<AskResponse, 'answer' | 'abstained' | 'citations' | 'omitted' | 'truncated'>,
  ) => ({
    question,
    ...(understood === question ? {} : { understood }),
    ...result,
    backend: request.backend,
    generator: generator.info,
    retrieval: found.info,
    ...(analysis ? { analysis } : {}),
    timings: {
      ...{ retrieveMs, firstTokenMs: null as number | null, totalMs: elapsed() },
      ...{ tokens: null as number | null, tokensPerSecond: null as number | null },
    },
    device: null as Device | null,
  });
  const nothing = (shown = '') => {
    const text = abstention(language, found);
    const answer = shown || text;
    const result = { answer, abstained: true, citations: [], omitted: 0, truncated: false };
    const done: AskEvent = { event: 'done', data: response(result) };
    // What was shown already stays: the stream and the whole answer say the same.
    return shown ? [done] : [{ event: 'token', data: { text } } satisfies AskEvent, done];
  };

  const abstained = isTooLittle(found, generator);
  const citations = abstained ? [] : toCitations(found.passages);
  yield {
    event: 'citations',
    data: { citations, retrieval: found.info, generator: generator.info },
  };
  if (abstained) {
    yield* nothing();
    return;
  }

  const opening = () => (generator.quotes ? reservation(language, found.evidence) : '');
  let firstTokenMs: number | null = null;
  let text = '';
  let usage: ModelUsage | null = null;
  let device: Promise<Device | null> | undefined;
  const wrote = (told: ModelUsage) => {
    usage = told;
  };
  const write = (by: Generator) =>
    writeAnswer(by, { question, understood: telling, history, language, wrote, signal }, citations);
  let written = write(generator);
  let step = await written.next().catch((error: unknown) => {
    const other = error instanceof ServiceError ? generator.instead?.(error.message) : undefined;
    if (!other || signal.aborted) throw error;
    generator = other;
    if (isTooLittle(found, other)) return null;
    written = write(other);
    return written.next();
  });
  if (step === null) {
    yield* nothing();
    return;
  }
  try {
    for (; !step.done; step = await written.next()) {
      firstTokenMs ??= elapsed();
      // By now the model is loaded.
      device ??= generator.device?.(signal);
      const piece = text === '' ? opening() + step.value : step.value;
      text += piece;
      yield { event: 'token', data: { text: piece } };
    }
  } finally {
    // A reader who leaves ends this generator at a yield; that has to reach the server.
    await written.return({ refused: false, cited: new Set(), omitted: 0, truncated: false });
  }
  const { refused, cited, omitted, truncated } = step.value;
  if (refused) {
    yield* nothing(text.trim());
    return;
  }
  const shown = citations.slice(0, citations.length - omitted);
  const kept = cited.size > 0 ? shown.filter(({ n }) => cited.has(n)) : shown;
  const data = response({
    answer: text.trim(),
    abstained: false,
    citations: kept,
    omitted,
    truncated,
  });
  Object.assign(data.timings, { firstTokenMs, ...rateOf(usage, firstTokenMs, elapsed()) });
  data.device = (await device) ?? null;
  yield { event: 'done', data };
}

/** By the model's own time where it tells; else by what has passed since its first word. */
function rateOf(usage: ModelUsage | null, firstTokenMs: number | null, nowMs: number) {
  if (usage === null) return { tokens: null, tokensPerSecond: null };
  const { tokens, seconds = null } = usage;
  const taken = seconds ?? (firstTokenMs === null ? 0 : (nowMs - firstTokenMs) / 1_000);
  const rate = taken > 0 ? tokens / taken : null;
  return { tokens, tokensPerSecond: rate === null ? null : Math.round(rate * 10) / 10 };
}

/** The whole answer at once, for JSON. */
export async function collectAnswer(events: AsyncGenerator<AskEvent>): Promise<AskResponse> {
  for await (const { event, data } of events) if (event === 'done') return data;
  throw new ServiceError('INTERNAL', 'the answer ended without a result');
}
