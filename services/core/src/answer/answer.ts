import type { Analysis, AskEvent, AskResponse, Citation } from '../contract/ask.ts';
import type { Filter, Fusion, RetrievalMode } from '../contract/common.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Core } from '../core.ts';
import type { Generator } from '../generate/port.ts';
import { NO_ANSWER } from '../generate/prompt.ts';
import { detectLanguage } from '../lexical/analyse.ts';
import { retrieve } from '../retrieve/retrieve.ts';
import { abstains } from './abstain.ts';
import { createCitationFilter, toCitations } from './citations.ts';
import { abstention } from './wording.ts';

export interface AnswerRequest {
  question: string;
  backend: 'rag' | 'qa';
  collection: string;
  filter?: Filter;
  topK?: number;
  mode?: RetrievalMode;
  fusion?: Fusion;
  /** What `rag` understood of the question; its filter is already part of `filter`. */
  analysis?: Analysis;
  signal: AbortSignal;
}

/**
 * The one pipeline of both backends: retrieve, abstain or generate, cite. Yields the events of
 * `POST /ask` in their order; the last is `done`. Citations of the first event are the passages that
 * were found, of the last those that the answer cites (all of them where it cites none).
 * Errors are thrown: ServiceError, or the signal's reason.
 */
export async function* answer(core: Core, request: AnswerRequest): AsyncGenerator<AskEvent> {
  const { question, analysis, signal } = request;
  const started = core.clock.monotonic();
  const elapsed = () => Math.round(core.clock.monotonic() - started);
  const language = analysis?.language ?? detectLanguage(question);
  if (analysis) yield { event: 'analysis', data: analysis };

  const [found, generator] = await Promise.all([
    retrieve(core, { ...request, ...(analysis ? { variants: analysis.variants } : {}) }),
    core.generator(signal),
  ]);
  const retrieveMs = elapsed();
  const response = (text: string, abstained: boolean, citations: Citation[], omitted: number) => ({
    question,
    answer: text,
    abstained,
    citations,
    backend: request.backend,
    generator: generator.info,
    retrieval: found.info,
    ...(analysis ? { analysis } : {}),
    omitted,
    timings: { retrieveMs, firstTokenMs: null as number | null, totalMs: elapsed() },
  });
  const nothing = () => {
    const text = abstention(language, found.evidence.missing);
    return [
      { event: 'token', data: { text } },
      { event: 'done', data: response(text, true, [], 0) },
    ] satisfies AskEvent[];
  };

  const writer = generator.info.kind === 'extractive' ? 'extractive' : 'model';
  const abstained = found.passages.length === 0 || abstains(found.evidence, writer);
  const citations = abstained ? [] : toCitations(found.passages);
  yield {
    event: 'citations',
    data: { citations, retrieval: found.info, generator: generator.info },
  };
  if (abstained) {
    yield* nothing();
    return;
  }

  const written = write(generator, request, citations, language);
  let firstTokenMs: number | null = null;
  let text = '';
  let step = await written.next();
  try {
    for (; !step.done; step = await written.next()) {
      firstTokenMs ??= elapsed();
      text += step.value;
      yield { event: 'token', data: { text: step.value } };
    }
  } finally {
    // A reader who leaves ends the generator here; that has to reach the server.
    await stop(written);
  }
  const { refused, cited, omitted } = step.value;
  if (refused) {
    yield* nothing();
    return;
  }
  const shown = citations.slice(0, citations.length - omitted);
  const kept = cited.size > 0 ? shown.filter(({ n }) => cited.has(n)) : shown;
  const data = response(text.trim(), false, kept, omitted);
  data.timings.firstTokenMs = firstTokenMs;
  yield { event: 'done', data };
}

/** The whole answer at once, for JSON. */
export async function collectAnswer(events: AsyncGenerator<AskEvent>): Promise<AskResponse> {
  for await (const { event, data } of events) if (event === 'done') return data;
  throw new ServiceError('INTERNAL', 'the answer ended without a result');
}

/**
 * The generator's text with its citations checked. A refusal is held back until it is certain, so
 * that a reader never sees the sentinel.
 */
async function* write(
  generator: Generator,
  { question, signal }: AnswerRequest,
  citations: readonly Citation[],
  language: 'en' | 'es' | null,
): AsyncGenerator<string, { refused: boolean; cited: Set<number>; omitted: number }> {
  const passages = citations.map(({ n, title, source, text }) => ({ n, title, source, text }));
  const pieces = generator.generate({ question, passages, language, signal });
  const filter = createCitationFilter(passages.length);
  let opening = '';
  let open = true;
  let step = await pieces.next();
  try {
    for (; !step.done; step = await pieces.next()) {
      let piece = step.value;
      if (open) {
        opening += piece;
        if (couldRefuse(opening)) continue;
        open = false;
        piece = opening;
      }
      const safe = filter.push(piece);
      if (safe !== '') yield safe;
    }
  } finally {
    await stop(pieces);
  }
  const { omitted } = step.value;
  if (open && opening.trimStart().startsWith(NO_ANSWER))
    return { refused: true, cited: new Set(), omitted };
  const rest = (open ? filter.push(opening) : '') + filter.end();
  if (rest !== '') yield rest;
  return { refused: open && opening.trim() === '', cited: filter.cited(), omitted };
}

/** Ends a generator where it stands; its return value is not wanted any more. */
async function stop(generator: AsyncGenerator<string, object>): Promise<void> {
  await generator.return({});
}

/** Whether a text is, or may become, the sentinel with nothing of weight after it. */
function couldRefuse(text: string): boolean {
  const start = text.trimStart();
  return start.length <= NO_ANSWER.length
    ? NO_ANSWER.startsWith(start)
    : start.startsWith(NO_ANSWER);
}
