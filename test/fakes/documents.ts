import type { DocumentRecord, Fingerprint } from '@gecko/core/contract/corpus';
import type { StoredDocument } from '@gecko/core/store/port';

/** A fingerprint of small vectors, for tests. */
export const smallFingerprint: Fingerprint = {
  model: 'test',
  weights: 'a'.repeat(64),
  dimension: 4,
  precision: 'int8',
  pooling: 'mean',
  maxTokens: 256,
  chunk: { tokens: 200, overlap: 20 },
  headingPrefix: true,
  tokenCounter: 'test',
  lexical: '1',
  language: 'auto',
  schemaVersion: 1,
};

/** The same without vectors. */
export const lexicalFingerprint: Fingerprint = {
  ...smallFingerprint,
  model: null,
  weights: null,
  dimension: 0,
  precision: null,
  pooling: null,
};

/** A unit vector that points mostly along one of four axes. */
export function unit(axis: number, lean = 0.1): Float32Array {
  const vector = Float32Array.from({ length: 4 }, (_, i) => (i === axis ? 1 : lean));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** A stored document of one chunk a line; its terms are the line's words. */
export function storedDocument(
  path: string,
  lines: string[],
  options: Partial<DocumentRecord> & { axis?: number; dense?: boolean } = {},
): StoredDocument {
  const { axis = 0, dense = true, ...overrides } = options;
  const text = lines.join('\n');
  const record: DocumentRecord = {
    id: `doc-${overrides.source ?? 'docs'}-${path}`,
    collection: 'corpus',
    source: 'docs',
    path,
    revision: `rev-${text.length}-${text.slice(0, 20)}`,
    contentHash: `hash-${text.length}-${text.slice(0, 20)}`,
    parserVersion: '1',
    mediaType: 'text/markdown',
    title: path,
    language: 'en',
    metadata: {},
    chars: text.length,
    bytes: text.length,
    pageOffsets: [],
    chunks: lines.length,
    ingestedAt: '2026-01-01T00:00:00.000Z',
    ...overrides,
  };
  let start = 0;
  const chunks = lines.map((line, ordinal) => {
    const span: [number, number] = [start, start + line.length];
    start += line.length + 1;
    return {
      id: `${record.id}-${record.revision}-${ordinal}`,
      documentId: record.id,
      revision: record.revision,
      ordinal,
      text: line,
      headings: ['Title'],
      page: null,
      line: ordinal + 1,
      span,
      lex: line.toLowerCase(),
      dense: dense ? unit(axis) : null,
    };
  });
  return { record, text, chunks };
}
