import type { Schemas } from '@qdrant/js-client-rest';
import { z } from 'zod';
import { type Chunk, DocumentRecord, type Fingerprint } from '../../contract/corpus.ts';
import { uuidV5 } from '../../uuid-v5.ts';
import { CandidateDocument } from '../candidate-document.ts';
import type { Candidate, StoredChunk, StoredDocument } from '../port.ts';
import { fieldValues, tagsOf } from '../tags.ts';
import { textParts } from '../text-parts.ts';
import { pathsOf } from './conditions.ts';
import { chunkVector } from './lex-vector.ts';

export type Point = Schemas['PointStruct'];

/** Fields of a chunk's point that are filtered by, with the index that each needs before the upload. */
export const CHUNK_INDEXES = {
  document_id: 'keyword',
  revision_key: 'keyword',
  live: 'bool',
  written: 'integer',
  tags: 'keyword',
  paths: 'keyword',
  terms: 'keyword',
} as const;

/** The same for the points of documents and of the parts of their text. */
export const DOCUMENT_INDEXES = {
  kind: 'keyword',
  document_id: 'keyword',
  revision_key: 'keyword',
  written: 'integer',
  source: 'keyword',
  path: 'keyword',
  paths: 'keyword',
  content_hash: 'keyword',
  facets: 'keyword',
} as const;

/** Names one revision of one document; two documents with the same bytes have the same revision. */
export function revisionKey({ id, revision }: Pick<DocumentRecord, 'id' | 'revision'>): string {
  return `${id}:${revision}`;
}

/** A point's id is a UUID or a number to Qdrant; ids of documents may be any text. */
export function recordPointId(documentId: string): string {
  return uuidV5(['record', documentId]);
}

/** Chunks, not live yet. */
export function chunkPoints(
  { record, chunks }: StoredDocument,
  { chunk: { tokens } }: Fingerprint,
  written: number,
): Point[] {
  const { id, source, path, title, mediaType, language, metadata } = record;
  const shared = {
    document_id: id,
    revision_key: revisionKey(record),
    live: false,
    written,
    tags: tagsOf(record),
    paths: pathsOf(path),
    document: { id, source, path, title, mediaType, language, metadata },
  };
  return chunks.map((chunk) => ({
    id: uuidV5(['chunk', id, record.revision, String(chunk.ordinal)]),
    vector: {
      lex: chunkVector(chunk.lex, tokens),
      ...(chunk.dense ? { dense: Array.from(chunk.dense) } : {}),
    },
    payload: {
      id: chunk.id,
      ordinal: chunk.ordinal,
      text: chunk.text,
      headings: chunk.headings,
      page: chunk.page,
      line: chunk.line,
      span: chunk.span,
      lex: chunk.lex,
      terms: [...new Set(chunk.lex.split(' ').filter(Boolean))],
      ...shared,
    },
  }));
}

/** The text of a document, in parts of at most 1 MiB; they count once the record names their revision. */
export function textPoints({ record, text }: StoredDocument, written: number): Point[] {
  return textParts(text).map((part, index) => ({
    id: uuidV5(['part', record.id, record.revision, String(index)]),
    vector: {},
    payload: {
      kind: 'part',
      document_id: record.id,
      revision_key: revisionKey(record),
      written,
      index,
      text: part,
    },
  }));
}

/** The record, which is the commit point of a document. */
export function recordPoint({ record }: StoredDocument, written: number): Point {
  return {
    id: recordPointId(record.id),
    vector: {},
    payload: {
      kind: 'record',
      document_id: record.id,
      revision_key: revisionKey(record),
      written,
      source: record.source,
      path: record.path,
      paths: pathsOf(record.path),
      content_hash: record.contentHash,
      facets: fieldValues(record).map(([field, value]) => facet(field, value)),
      record,
    },
  };
}

/** A field and one of its values as one keyword; `encodeURIComponent` leaves no `=` in the field. */
function facet(field: string, value: string): string {
  return `${encodeURIComponent(field)}=${value}`;
}

export function parseFacet(keyword: string): [field: string, value: string] {
  const at = keyword.indexOf('=');
  return [decodeURIComponent(keyword.slice(0, at)), keyword.slice(at + 1)];
}

const ChunkPayload = z.object({
  id: z.string(),
  document_id: z.string(),
  ordinal: z.number(),
  text: z.string(),
  headings: z.array(z.string()),
  page: z.number().nullable(),
  line: z.number().nullable(),
  span: z.tuple([z.number(), z.number()]),
});

const CandidatePayload = z.object({
  document: CandidateDocument,
  revision_key: z.string(),
  written: z.number(),
});

/** Payload that `toChunk` needs; terms stay where they are. */
export const CHUNK_FIELDS = Object.keys(ChunkPayload.shape);
/** Payload that `toFound` needs. */
export const CANDIDATE_FIELDS = [...CHUNK_FIELDS, ...Object.keys(CandidatePayload.shape)];

export function toChunk(payload: unknown): Chunk {
  const { document_id, ...rest } = ChunkPayload.parse(payload);
  return { ...rest, documentId: document_id };
}

/** A candidate, with the revision that it is of and when that was written. */
export interface Found extends Candidate {
  revisionKey: string;
  written: number;
}

export function toFound({ payload, score }: { payload?: unknown; score: number }): Found {
  const { document, revision_key, written } = CandidatePayload.parse(payload);
  return { chunk: toChunk(payload), document, score, revisionKey: revision_key, written };
}

export function toStoredChunk(
  { payload, vector }: { payload?: unknown; vector?: unknown },
  revision: string,
): StoredChunk {
  const { lex } = z.object({ lex: z.string() }).parse(payload);
  const { dense } = z.object({ dense: z.array(z.number()).optional() }).parse(vector ?? {});
  return { ...toChunk(payload), revision, lex, dense: dense ? Float32Array.from(dense) : null };
}

const RecordPayload = z.object({ revision_key: z.string(), record: DocumentRecord });

export function toRecord(payload: unknown): { record: DocumentRecord; key: string } {
  const { record, revision_key } = RecordPayload.parse(payload);
  return { record, key: revision_key };
}
