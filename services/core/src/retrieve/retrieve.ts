import type { RetrievalInfo } from '../contract/ask.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Filter } from '../contract/filter.ts';
import type { Fusion, RetrievalMode } from '../contract/retrieval-mode.ts';
import type { Core } from '../core.ts';
import { detectLanguage, queryTerms, questionWords } from '../lexical/analyse.ts';
import { withoutRepeats } from '../lexical/same-words.ts';
import type { Candidate, Candidates, GenerationStore } from '../store/port.ts';
import { resolveGeneration } from '../store/resolve-generation.ts';
import { chooseMode } from './choose-mode.ts';
import { type Evidence, gatherEvidence, weighWords } from './evidence.ts';
import { type Fused, fuse } from './fuse.ts';
import { plainNumbers } from './plain-numbers.ts';
import { preferLanguage } from './prefer-language.ts';
import { type UnmatchedField, unmatchedField } from './unmatched-field.ts';
import { createWordMatch, type MatchedText } from './word-match.ts';

/** Length of each candidate list. */
const DEPTH = 50;

/**
 * Weight of the dense score: the best of a sweep over 169 questions and four corpora (bench/eval has one
 * of them), and what Bruch, Gai and Ingber found. Mean reciprocal rank 1.13× full text alone, 1.04× dense alone,
 * 1.02× reciprocal rank fusion; with 0.5 it was 0.96× dense alone.
 */
const ALPHA = 0.8;

/** Rank constant of Cormack, Clarke and Büttcher 2009. */
const RRF_K = 60;

export const DEFAULT_TOP_K = 6;

export interface RetrieveRequest {
  question: string;
  /** What of the question passages must have the words of; default: all of it. */
  judged?: string;
  /** Other wordings of the question, searched as well. */
  variants?: readonly string[];
  collection: string;
  filter?: Filter;
  topK?: number;
  mode?: RetrievalMode;
  fusion?: Fusion;
  signal: AbortSignal;
}

export interface Retrieved {
  /** Best first, at most topK, near-duplicates left out. */
  passages: Fused[];
  info: RetrievalInfo;
  evidence: Evidence;
  /** Where nothing was found because of the filter: the field that no document matches. */
  unmatched: UnmatchedField | null;
}

/**
 * The passages of a collection that may answer a question.
 * @throws ServiceError COLLECTION_MISSING, FILTER_UNKNOWN_FIELD, EMBEDDER_UNAVAILABLE
 */
export async function retrieve(
  core: Pick<Core, 'store' | 'embedder'>,
  request: RetrieveRequest,
): Promise<Retrieved> {
  const {
    question,
    judged = question,
    filter = {},
    topK = DEFAULT_TOP_K,
    fusion: method = 'convex',
    signal,
  } = request;
  const { generation, chosen } = await checkRequest(core, request);
  const wordings = [question, ...(request.variants ?? [])];
  const words = questionWords(plainNumbers(judged));
  const terms = [...new Set(words.flatMap((word) => word.terms))];
  const [vectors = [], statistics] = await Promise.all([
    chosen.embedder?.embedTexts(wordings, signal),
    generation.termStatistics(terms),
  ]);
  const lists = await Promise.all(
    wordings.map((wording, i) =>
      generation.candidates({
        ...(vectors[i] ? { dense: vectors[i] } : {}),
        ...(chosen.mode === 'dense' ? {} : { terms: queryTerms(wording) }),
        filter,
        limit: DEPTH,
        signal,
      }),
    ),
  );
  const candidates = mergeCandidates(lists);
  const fused = fuse(candidates, { method, alpha: ALPHA, k: RRF_K, limit: DEPTH });
  const passages = withoutRepeats(
    preferLanguage(fused, detectLanguage(question)),
    ({ chunk }) => chunk.text,
    Math.max(topK, DEFAULT_TOP_K),
  );
  // The evidence does not depend on how many passages are wanted.
  const matches = await createWordMatch(chosen.embedder)(
    words,
    passages.slice(0, DEFAULT_TOP_K).map(asText),
    signal,
  );
  signal.throwIfAborted();
  return {
    unmatched: passages.length === 0 ? await unmatchedField(generation, filter) : null,
    passages: passages.slice(0, topK),
    info: {
      mode: chosen.mode,
      candidates: new Set([...candidates.dense, ...candidates.lexical].map(({ chunk }) => chunk.id))
        .size,
      ...(chosen.reason ? { reason: chosen.reason } : {}),
    },
    evidence: gatherEvidence(
      judged,
      weighWords(words, statistics),
      matches,
      candidates.dense.map(({ score }) => score),
    ),
  };
}

/**
 * Where a request is answered from, and how.
 * @throws ServiceError COLLECTION_MISSING, FILTER_UNKNOWN_FIELD, EMBEDDER_UNAVAILABLE
 */
export async function checkRequest(
  { store, embedder }: Pick<Core, 'store' | 'embedder'>,
  { collection, filter = {}, mode }: Pick<RetrieveRequest, 'collection' | 'filter' | 'mode'>,
) {
  const generation = await resolveGeneration(store, collection);
  await checkFilter(generation, filter);
  return { generation, chosen: chooseMode(embedder, generation.info.fingerprint, mode) };
}

/** A passage with where it stands, which says what it is about. */
function asText({ chunk, document }: Fused): MatchedText {
  const place = [document.title, document.path, ...chunk.headings];
  return { text: [...place, chunk.text].join('\n'), language: document.language };
}

async function checkFilter(generation: GenerationStore, filter: Filter): Promise<void> {
  const asked = Object.keys(filter);
  if (asked.length === 0) return;
  const known = await generation.fields();
  const unknown = asked.find((key) => !known.includes(key.normalize('NFC').toLowerCase()));
  if (unknown === undefined) return;
  throw new ServiceError(
    'FILTER_UNKNOWN_FIELD',
    `no document has the field ${unknown}`,
    `Fields of this collection: ${known.slice(0, 30).join(', ')}`,
  );
}

/** One pair of lists from several wordings: a chunk's best score in each. */
function mergeCandidates(all: readonly Candidates[]): Candidates {
  const [only] = all;
  if (only && all.length === 1) return only;
  const best = (lists: readonly Candidate[][]) => {
    const chunks = new Map<string, Candidate>();
    for (const candidate of lists.flat()) {
      const known = chunks.get(candidate.chunk.id);
      if (!known || candidate.score > known.score) chunks.set(candidate.chunk.id, candidate);
    }
    return [...chunks.values()]
      .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
      .slice(0, DEPTH);
  };
  return {
    dense: best(all.map(({ dense }) => dense)),
    lexical: best(all.map(({ lexical }) => lexical)),
  };
}
