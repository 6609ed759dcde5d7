import { z } from '@hono/zod-openapi';
import { CollectionName } from './collection-name.ts';
import { Device } from './device.ts';
import { Filter } from './filter.ts';
import { History } from './message.ts';
import { Fusion, RetrievalMode } from './retrieval-mode.ts';

/** Longer than any question, short enough to be analysed at once. */
export const LONGEST_QUESTION = 10_000;

const Query = {
  question: z.string().max(LONGEST_QUESTION).optional().openapi({
    description: 'What is asked; either this or `query`.',
    example: 'How do I back up Qdrant?',
  }),
  query: z
    .string()
    .max(LONGEST_QUESTION)
    .optional()
    .openapi({ description: 'The older name of `question`.' }),
  messages: History.optional().openapi({
    description:
      'What was said before, oldest first. Where neither question nor query is given, the last of them is the question.',
  }),
  collection: CollectionName.optional(),
  filter: Filter.optional(),
  topK: z.int().min(1).max(50).optional().openapi({ description: 'Passages kept; default 6.' }),
  mode: RetrievalMode.optional(),
  fusion: Fusion.optional(),
};

export const AskRequest = z
  .strictObject({
    ...Query,
    model: z.string().min(1).max(200).optional().openapi({
      description:
        'A language model that the generator has, instead of the configured one; GET /v1/models lists them.',
    }),
  })
  .openapi('AskRequest');
export type AskRequest = z.infer<typeof AskRequest>;

export const SearchRequest = z.strictObject(Query).openapi('SearchRequest');
export type SearchRequest = z.infer<typeof SearchRequest>;

/** A passage that the answer rests on. `span` are UTF-16 offsets into the stored document text. */
export const Citation = z
  .object({
    n: z.int().min(1),
    source: z.string().openapi({ description: 'source/relative path', example: 'docs/backup.md' }),
    title: z.string(),
    page: z.int().nullable(),
    line: z.int().nullable().openapi({ description: 'first line, from 1' }),
    span: z.tuple([z.int(), z.int()]),
    score: z.number().openapi({ description: 'fused score, 0 to 1' }),
    text: z.string(),
    documentId: z.string(),
    chunkId: z.string(),
  })
  .openapi('Citation');
export type Citation = z.infer<typeof Citation>;

export const GeneratorInfo = z
  .object({
    kind: z.enum(['ollama', 'openai', 'gguf', 'extractive', 'own']).openapi({
      description: "own: of a backend that is not gecko's, which does not tell",
    }),
    model: z.string().nullable(),
    reason: z.string().openapi({ description: 'why this one was taken' }),
  })
  .openapi('GeneratorInfo');
export type GeneratorInfo = z.infer<typeof GeneratorInfo>;

export const RetrievalInfo = z
  .object({
    mode: RetrievalMode,
    candidates: z.int(),
    reason: z.string().optional().openapi({ description: 'why the mode is not hybrid' }),
  })
  .openapi('RetrievalInfo');
export type RetrievalInfo = z.infer<typeof RetrievalInfo>;

/** What `rag` understood of the question. */
export const Analysis = z
  .object({
    language: z.enum(['en', 'es']).nullable(),
    intent: z.enum(['lookup', 'howto', 'list', 'compare', 'summary']),
    filter: Filter,
    variants: z.array(z.string()),
  })
  .openapi('Analysis');
export type Analysis = z.infer<typeof Analysis>;

export const AskResponse = z
  .object({
    question: z.string(),
    understood: z.string().optional().openapi({
      description:
        'the question as it was searched for, where that follows from what was said before',
    }),
    answer: z.string(),
    abstained: z.boolean(),
    citations: z.array(Citation),
    backend: z.enum(['rag', 'qa']),
    generator: GeneratorInfo,
    retrieval: RetrievalInfo,
    analysis: Analysis.optional(),
    omitted: z.int().openapi({ description: 'passages left out because the prompt was full' }),
    truncated: z.boolean().openapi({ description: 'cut at the longest length of an answer' }),
    timings: z.object({
      retrieveMs: z.number(),
      firstTokenMs: z.number().nullable(),
      totalMs: z.number(),
      tokens: z.int().nullable().optional().openapi({
        description: 'that the language model wrote; null: it does not tell, or there is none',
      }),
      tokensPerSecond: z.number().nullable().optional(),
    }),
    device: Device.nullable().optional().openapi({
      description: 'what the language model ran on; null: not known',
    }),
  })
  .openapi('AskResponse');
export type AskResponse = z.infer<typeof AskResponse>;

export const SearchResponse = z
  .object({
    question: z.string(),
    results: z.array(Citation),
    retrieval: RetrievalInfo,
    analysis: Analysis.optional(),
  })
  .openapi('SearchResponse');
export type SearchResponse = z.infer<typeof SearchResponse>;

/** Server-sent events of `POST /ask`, in this order: analysis?, citations, token…, done | error. */
export type AskEvent =
  | { event: 'analysis'; data: Analysis }
  | {
      event: 'citations';
      data: { citations: Citation[]; retrieval: RetrievalInfo; generator: GeneratorInfo };
    }
  | { event: 'token'; data: { text: string } }
  | { event: 'done'; data: AskResponse }
  | { event: 'error'; data: { error: { code: string; message: string; hint?: string } } };

/** The stream in OpenAPI, which has no words for one event after another. */
export const AskEvents = z.string().openapi('AskEvents', {
  description:
    'Server-sent events, each with JSON in data: analysis (rag only: Analysis), citations (citations, retrieval, generator), token (text), and at the end done (AskResponse) or error (Error). Comments come while nothing else does.',
});
