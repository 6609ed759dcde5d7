import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { abstains } from '@gecko/core/answer/abstain';
import { type Core, hasEmbedder } from '@gecko/core/core';
import { detectLanguage, queryTerms } from '@gecko/core/lexical/analyse';
import { type FuseOptions, fuse } from '@gecko/core/retrieve/fuse';
import { type Retrieved, retrieve } from '@gecko/core/retrieve/retrieve';
import type { Candidates } from '@gecko/core/store/port';
import { resolveGeneration } from '@gecko/core/store/resolve-generation';
import { z } from 'zod';
import { openCorpus } from './open-corpus.ts';

/**
 * Measures retrieval and abstention on questions with known documents. Prints hit@1, hit@5 and the mean
 * reciprocal rank of each way to search, as ratios to full-text search in the same run, and how often
 * an answerable question is answered and an unanswerable one refused.
 *
 * `docs-questions.json` has questions on gecko's own documentation.
 *
 *   node bench/eval/run.mjs [--corpus FOLDER] [--questions FILE] --weights FOLDER [--data FOLDER] [--details FILE]
 */
const Questions = z.array(
  z.object({
    question: z.string(),
    /** Ends of the paths of documents that answer it; empty: the corpus does not. */
    documents: z.array(z.string()),
    kind: z.string().default('words'),
  }),
);
type Question = z.infer<typeof Questions>[number];

interface Observed extends Question {
  candidates: Candidates;
  hybrid: Retrieved;
  lexical: Retrieved;
}

const DEPTH = 50;
const methods: [name: string, lists: 'both' | 'dense' | 'lexical', options: FuseOptions][] = [
  ['lexical', 'lexical', { method: 'convex', alpha: 0, k: 60, limit: DEPTH }],
  ['dense', 'dense', { method: 'convex', alpha: 1, k: 60, limit: DEPTH }],
  ...[2, 10, 60].map((k): (typeof methods)[number] => [
    `rrf k=${k}`,
    'both',
    { method: 'rrf', alpha: 0, k, limit: DEPTH },
  ]),
  ...[0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map((alpha): (typeof methods)[number] => [
    `convex alpha=${alpha}`,
    'both',
    { method: 'convex', alpha, k: 60, limit: DEPTH },
  ]),
];

const { values: options } = parseArgs({
  options: {
    corpus: { type: 'string', default: 'bench/eval/corpus' },
    questions: { type: 'string', default: 'bench/eval/questions.json' },
    weights: { type: 'string' },
    data: { type: 'string' },
    details: { type: 'string' },
  },
});
const { weights } = options;
if (!weights) throw new Error('--weights FOLDER is needed: model.onnx and tokenizer.json');
const data = options.data ?? mkdtempSync(join(tmpdir(), 'gecko-eval-'));
const core = await openCorpus({ folder: options.corpus, data, weights });
try {
  const questions = Questions.parse(JSON.parse(readFileSync(options.questions, 'utf8')));
  const observed: Observed[] = [];
  for (const question of questions) observed.push(await observe(core, question));
  printRetrieval(observed.filter(({ documents }) => documents.length > 0));
  for (const way of ['hybrid', 'lexical'] as const) printAbstention(way, observed);
  if (options.details) writeFileSync(options.details, JSON.stringify(observed.map(details)));
} finally {
  await core.close();
  if (!options.data) rmSync(data, { recursive: true, force: true });
}

async function observe(core: Core, question: Question): Promise<Observed> {
  const { signal } = new AbortController();
  const { collection } = core.config;
  const generation = await resolveGeneration(core.store, collection);
  if (!hasEmbedder(core.embedder)) throw new Error(core.embedder.reason);
  const [dense] = await core.embedder.embedTexts([question.question]);
  const request = { question: question.question, collection, signal };
  return {
    ...question,
    candidates: await generation.candidates({
      ...(dense ? { dense } : {}),
      terms: queryTerms(question.question),
      limit: DEPTH,
    }),
    hybrid: await retrieve(core, request),
    lexical: await retrieve(core, { ...request, mode: 'lexical' }),
  };
}

function printRetrieval(answerable: readonly Observed[]): void {
  console.log(`${answerable.length} questions with an answer in the corpus`);
  console.log('                     hit@1         hit@5         MRR@10');
  const kinds = [...new Set(answerable.map(({ kind }) => kind))];
  let peer: number[] | null = null;
  for (const [name, lists, options] of methods) {
    const ranks = answerable.map((question) => rankOf(question, lists, options));
    const figures = [
      share(ranks, (rank) => rank <= 1),
      share(ranks, (rank) => rank <= 5),
      ranks.reduce((sum, rank) => sum + (rank <= 10 ? 1 / rank : 0), 0) / ranks.length,
    ];
    peer ??= figures;
    const cells = figures.map(
      (figure, i) => `${figure.toFixed(3)} ${(figure / (peer?.[i] || 1)).toFixed(2)}×`,
    );
    const byKind = kinds.map((kind) => {
      const own = ranks.filter((_, i) => answerable[i]?.kind === kind);
      return `${kind} ${share(own, (rank) => rank <= 5).toFixed(2)}`;
    });
    console.log(`${name.padEnd(20)} ${cells.join('   ')}   hit@5: ${byKind.join(', ')}`);
  }
}

/** Rank of the first passage from a right document, from 1; infinite where there is none. */
function rankOf(
  { candidates, documents }: Observed,
  lists: 'both' | 'dense' | 'lexical',
  options: FuseOptions,
): number {
  const fused = fuse(
    {
      dense: lists === 'lexical' ? [] : candidates.dense,
      lexical: lists === 'dense' ? [] : candidates.lexical,
    },
    options,
  );
  const at = fused.findIndex(({ document }) =>
    documents.some((end) => document.path.endsWith(end)),
  );
  return at === -1 ? Number.POSITIVE_INFINITY : at + 1;
}

function printAbstention(way: 'hybrid' | 'lexical', observed: readonly Observed[]): void {
  const decided = observed.map((one) => ({
    ...one,
    refused: abstains(one[way].evidence, 'extractive', detectLanguage(one.question)),
  }));
  const answerable = decided.filter(({ documents }) => documents.length > 0);
  const unanswerable = decided.filter(({ documents }) => documents.length === 0);
  const refused = decided.filter(({ refused }) => refused);
  const right = refused.filter(({ documents }) => documents.length === 0).length;
  console.log(
    `${way}: answers ${answerable.filter(({ refused }) => !refused).length} of ${answerable.length} answerable, ` +
      `refuses ${right} of ${unanswerable.length} unanswerable (precision ${(right / (refused.length || 1)).toFixed(3)})`,
  );
  for (const { question, kind, documents, refused, [way]: found } of decided) {
    if (refused === (documents.length === 0)) continue;
    const { dense, exact, together } = found.evidence;
    console.log(
      `  ${refused ? 'refused ' : 'answered'} [${kind}] ${question}  cosine ${dense?.cosine.toFixed(2) ?? '-'} exact ${exact.toFixed(2)} together ${together.toFixed(2)}`,
    );
  }
}

function details({ question, kind, documents, hybrid, lexical }: Observed) {
  const passages = ({ passages }: Retrieved) =>
    passages.map(({ chunk, document, score, dense, lexical }) => ({
      path: document.path,
      headings: chunk.headings,
      score,
      ...(dense ? { dense } : {}),
      lexical,
      text: chunk.text,
    }));
  return {
    question,
    kind,
    documents,
    hybrid: { ...hybrid.evidence, passages: passages(hybrid) },
    lexical: { ...lexical.evidence, passages: passages(lexical) },
  };
}

function share<T>(all: readonly T[], holds: (one: T) => boolean): number {
  return all.length === 0 ? 0 : all.filter(holds).length / all.length;
}
