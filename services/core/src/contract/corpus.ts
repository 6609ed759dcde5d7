import { z } from '@hono/zod-openapi';
import { CollectionName } from './collection-name.ts';

/** Files whose state the client asks for. `sha256` is of the raw bytes; `path` is relative, NFC, with `/`. */
export const PlanRequest = z
  .strictObject({
    collection: CollectionName.optional(),
    source: z.string().min(1).max(200).openapi({ description: 'name of the root folder' }),
    files: z
      .array(
        z.strictObject({
          path: z.string().min(1).max(4096),
          sha256: z.string().regex(/^[0-9a-f]{64}$/),
        }),
      )
      .max(5_000),
  })
  .openapi('PlanRequest');
export type PlanRequest = z.infer<typeof PlanRequest>;

export const PlanAction = z.enum(['add', 'update', 'rename', 'unchanged']);
export type PlanAction = z.infer<typeof PlanAction>;

export const PlanResponse = z
  .object({
    collection: z.string(),
    files: z.array(
      z.object({
        path: z.string(),
        id: z.string(),
        action: PlanAction,
        from: z
          .string()
          .optional()
          .openapi({ description: 'old path of a rename candidate: same content' }),
      }),
    ),
  })
  .openapi('PlanResponse');
export type PlanResponse = z.infer<typeof PlanResponse>;

/** A document as stored, without its text. */
export const DocumentRecord = z
  .object({
    id: z.string(),
    collection: z.string(),
    source: z.string(),
    path: z.string(),
    revision: z.string(),
    contentHash: z.string().openapi({ description: 'sha256 of the raw bytes' }),
    parserVersion: z.string(),
    mediaType: z.string(),
    title: z.string(),
    language: z.enum(['en', 'es']).nullable(),
    metadata: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
    chars: z.int().openapi({ description: 'length of the stored text in UTF-16 units' }),
    bytes: z.int(),
    pageOffsets: z
      .array(z.int())
      .openapi({ description: 'start of each page in the text; empty without pages' }),
    chunks: z.int(),
    ingestedAt: z.string().openapi({ description: 'ISO 8601, UTC' }),
  })
  .openapi('Document');
export type DocumentRecord = z.infer<typeof DocumentRecord>;

export const DocumentWithText = DocumentRecord.extend({
  text: z.string().optional().openapi({ description: 'absent where text=false' }),
}).openapi('DocumentWithText');
export type DocumentWithText = DocumentRecord & { text: string };

export const Chunk = z
  .object({
    id: z.string(),
    documentId: z.string(),
    ordinal: z.int(),
    text: z.string(),
    headings: z.array(z.string()),
    page: z.int().nullable(),
    line: z.int().nullable(),
    span: z.tuple([z.int(), z.int()]),
  })
  .openapi('Chunk');
export type Chunk = z.infer<typeof Chunk>;

export const PutResponse = z
  .object({
    id: z.string(),
    revision: z.string(),
    action: z.enum(['added', 'updated', 'unchanged', 'renamed']),
    chunks: z.int(),
    embedded: z.int().openapi({ description: 'chunks that were embedded for this call' }),
  })
  .openapi('PutResponse');
export type PutResponse = z.infer<typeof PutResponse>;

export const DocumentList = z
  .object({
    collection: z.string(),
    documents: z.array(DocumentRecord),
    next: z.string().nullable(),
  })
  .openapi('DocumentList');
export type DocumentList = z.infer<typeof DocumentList>;

/** NDJSON lines of `GET /corpus/records`. */
export const RecordEvent = z
  .union([
    z.object({ event: z.literal('documents'), documents: z.array(DocumentRecord) }),
    z.object({ event: z.literal('done'), total: z.int() }),
    z.object({
      event: z.literal('error'),
      error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
    }),
  ])
  .openapi('RecordEvent');
export type RecordEvent = z.infer<typeof RecordEvent>;

export const DeleteResponse = z
  .object({ id: z.string(), deleted: z.boolean() })
  .openapi('DeleteResponse');
export type DeleteResponse = z.infer<typeof DeleteResponse>;

/** What a collection's vectors and terms were made with; all of it must agree before anything is written. */
export const Fingerprint = z
  .object({
    model: z.string().nullable().openapi({ description: 'null: lexical only, no vectors' }),
    weights: z.string().nullable().openapi({ description: 'sha256 of the weights file' }),
    dimension: z.int(),
    precision: z.enum(['int8', 'fp32']).nullable(),
    pooling: z.literal('mean').nullable(),
    maxTokens: z.int(),
    chunk: z.object({ tokens: z.int(), overlap: z.int() }),
    headingPrefix: z.boolean(),
    tokenCounter: z.string().openapi({ description: "the embedder's tokenizer, or 'approximate'" }),
    lexical: z.string().openapi({ description: 'analyser version' }),
    language: z.enum(['auto', 'en', 'es']).openapi({ description: 'of the stems' }),
    schemaVersion: z.int(),
  })
  .openapi('Fingerprint');
export type Fingerprint = z.infer<typeof Fingerprint>;

export const CollectionInfo = z
  .object({
    name: z.string(),
    generation: z.int(),
    physical: z.string().openapi({ example: 'corpus_gecko3__g1' }),
    previous: z.int().nullable().openapi({ description: 'generation that rollback returns to' }),
    documents: z.int(),
    chunks: z.int(),
    bytes: z.int().nullable().openapi({ description: 'on disk' }),
    fingerprint: Fingerprint,
    mode: z.enum(['hybrid', 'lexical']),
    warning: z.string().nullable(),
  })
  .openapi('Collection');
export type CollectionInfo = z.infer<typeof CollectionInfo>;

export const CollectionList = z
  .object({ collections: z.array(CollectionInfo) })
  .openapi('CollectionList');
export type CollectionList = z.infer<typeof CollectionList>;

export const FreezeResponse = z
  .object({
    frozen: z.boolean(),
    seconds: z.number().openapi({ description: 'after which writes go on by themselves' }),
  })
  .openapi('Freeze');
export type FreezeResponse = z.infer<typeof FreezeResponse>;

export const RollbackResponse = z
  .object({
    collection: z.string(),
    generation: z.int().openapi({ description: 'that answers now, or would' }),
    undone: z
      .object({ added: z.int(), updated: z.int(), removed: z.int() })
      .openapi({ description: 'changes to documents since, which the generation does not have' }),
  })
  .openapi('Rollback');
export type RollbackResponse = z.infer<typeof RollbackResponse>;

/** NDJSON lines of `POST /corpus/reindex`. */
export const ReindexEvent = z
  .union([
    z.object({ event: z.literal('progress'), done: z.int(), total: z.int() }),
    z.object({
      event: z.literal('done'),
      collection: z.string(),
      generation: z.int(),
      documents: z.int(),
      chunks: z.int(),
    }),
    z.object({
      event: z.literal('error'),
      error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional() }),
    }),
  ])
  .openapi('ReindexEvent');
export type ReindexEvent = z.infer<typeof ReindexEvent>;
