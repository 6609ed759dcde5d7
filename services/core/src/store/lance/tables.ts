import { Field, FixedSizeList, Float32, Int32, List, Schema, Utf8 } from 'apache-arrow';
import { z } from 'zod';
import { type Chunk, DocumentRecord, type Fingerprint } from '../../contract/corpus.ts';
import { CandidateDocument } from '../candidate-document.ts';
import type { Candidate, StoredChunk, StoredDocument } from '../port.ts';
import { tagsOf } from '../tags.ts';
import { textParts } from '../text-parts.ts';

/** Columns of the chunk table `<name>__g<n>`; `dense` only where the generation has vectors. */
export function chunkSchema({ model, dimension }: Fingerprint): Schema {
  const text = (name: string) => new Field(name, new Utf8(), false);
  const number = (name: string, nullable = false) => new Field(name, new Int32(), nullable);
  return new Schema([
    text('id'),
    text('document_id'),
    text('revision_key'),
    number('ordinal'),
    text('text'),
    text('headings'),
    number('page', true),
    number('line', true),
    number('span_start'),
    number('span_end'),
    text('lex'),
    text('path'),
    new Field('tags', new List(new Field('item', new Utf8(), true)), false),
    text('document'),
    ...(model === null
      ? []
      : [
          new Field(
            'dense',
            new FixedSizeList(dimension, new Field('item', new Float32(), true)),
            false,
          ),
        ]),
  ]);
}

/** Columns of the document table `<name>__g<n>__docs`: part 0 carries the record, every part its text. */
export const documentSchema = new Schema([
  new Field('id', new Utf8(), false),
  new Field('part', new Int32(), false),
  new Field('source', new Utf8(), false),
  new Field('path', new Utf8(), false),
  new Field('content_hash', new Utf8(), false),
  new Field('revision_key', new Utf8(), false),
  new Field('record', new Utf8(), false),
  new Field('text', new Utf8(), false),
]);

/** Names one revision of one document; two documents with the same bytes have the same revision. */
export function revisionKey(documentId: string, revision: string): string {
  return `${documentId}:${revision}`;
}

export function chunkRows({ record, chunks }: StoredDocument): Record<string, unknown>[] {
  const shared = documentColumns(record);
  return chunks.map((chunk) => ({
    id: chunk.id,
    document_id: record.id,
    revision_key: revisionKey(record.id, record.revision),
    ordinal: chunk.ordinal,
    text: chunk.text,
    headings: JSON.stringify(chunk.headings),
    page: chunk.page,
    line: chunk.line,
    span_start: chunk.span[0],
    span_end: chunk.span[1],
    lex: chunk.lex,
    ...shared,
    ...(chunk.dense ? { dense: Array.from(chunk.dense) } : {}),
  }));
}

/** What a chunk row repeats of its document, so that a query needs no second one. */
export function documentColumns(record: DocumentRecord): {
  path: string;
  tags: string[];
  document: string;
} {
  const { id, source, path, title, mediaType, language, metadata } = record;
  return {
    path,
    tags: tagsOf(record),
    document: JSON.stringify({ id, source, path, title, mediaType, language, metadata }),
  };
}

export function documentRows({ record, text }: StoredDocument): Record<string, unknown>[] {
  return textParts(text).map((part, index) => ({
    id: record.id,
    part: index,
    source: record.source,
    path: record.path,
    content_hash: record.contentHash,
    revision_key: revisionKey(record.id, record.revision),
    record: index === 0 ? JSON.stringify(record) : '',
    text: part,
  }));
}

const ChunkRow = z.object({
  id: z.string(),
  document_id: z.string(),
  ordinal: z.number(),
  text: z.string(),
  headings: z.string(),
  page: z.number().nullable(),
  line: z.number().nullable(),
  span_start: z.number(),
  span_end: z.number(),
});

/** Columns to select for `toChunk`; the vectors and terms stay where they are. */
export const CHUNK_COLUMNS = [...Object.keys(ChunkRow.shape)];
export const CANDIDATE_COLUMNS = [...CHUNK_COLUMNS, 'document', 'revision_key'];

export function toChunk(row: unknown): Chunk {
  const { document_id, headings, span_start, span_end, ...rest } = ChunkRow.parse(row);
  return {
    ...rest,
    documentId: document_id,
    headings: z.array(z.string()).parse(JSON.parse(headings)),
    span: [span_start, span_end],
  };
}

export function toStoredChunk(
  row: { lex?: unknown; dense?: unknown },
  revision: string,
): StoredChunk {
  const dense = row.dense ? Float32Array.from(row.dense as Iterable<number>) : null;
  return { ...toChunk(row), revision, lex: String(row.lex), dense };
}

export function toCandidate(row: { document?: unknown }, score: number): Candidate {
  const document = CandidateDocument.parse(JSON.parse(String(row.document)));
  return { chunk: toChunk(row), document, score };
}

export function toRecord(row: { record?: unknown }): DocumentRecord {
  return DocumentRecord.parse(JSON.parse(String(row.record)));
}
