import type { Chunk, DocumentRecord, Fingerprint } from '../contract/corpus.ts';
import type { Filter } from '../contract/filter.ts';

/** A chunk as the store keeps it. `dense` is null in a lexical-only generation. */
export interface StoredChunk extends Chunk {
  revision: string;
  /** Space-separated terms from core's analyser; the store indexes them by white space, nothing else. */
  lex: string;
  /** Unit vector of `fingerprint.dimension` floats, all finite. */
  dense: Float32Array | null;
}

export interface StoredDocument {
  record: DocumentRecord;
  /** Whole normalised text; an adapter splits it in parts of at most 1 MiB. */
  text: string;
  chunks: StoredChunk[];
}

/** One physical generation of a collection, e.g. `corpus_gecko3__g2`. */
export interface Generation {
  collection: string;
  generation: number;
  physical: string;
  fingerprint: Fingerprint;
  /** `building` until the first switch to it. */
  state: 'building' | 'live' | 'retired';
  /** Made by another program: can be asked by its vectors, and is never written to. */
  legacy?: true;
}

export interface Candidate {
  chunk: Chunk;
  document: Pick<
    DocumentRecord,
    'id' | 'source' | 'path' | 'title' | 'mediaType' | 'language' | 'metadata'
  >;
  /** Dense: cosine similarity, −1 to 1. Lexical: BM25, above 0, unbounded. */
  score: number;
}

export interface CandidateQuery {
  /** Unit query vector; absent: no dense list. */
  dense?: Float32Array;
  /** Query terms from core's analyser; absent or empty: no lexical list. */
  terms?: readonly string[];
  filter?: Filter;
  /** Length of each list. */
  limit: number;
  signal?: AbortSignal;
}

export interface Candidates {
  dense: Candidate[];
  lexical: Candidate[];
}

export interface DocumentQuery {
  source?: string;
  /** Path prefix, ending in `/`, or an exact path. */
  path?: string;
  contentHashes?: readonly string[];
  ids?: readonly string[];
  limit: number;
  /** `next` of the page before. */
  cursor?: string;
}

/**
 * Reading and writing one generation. The document record is the commit point: a chunk is live when
 * the record of its document names its revision, and queries see live chunks only.
 */
export interface GenerationStore {
  readonly info: Generation;
  /**
   * Commits documents, each atomically: its chunks first, then its record, then its old revision's
   * chunks go. Resolves when the record is durable. Several calls may be grouped into one commit. A
   * revision that is there already keeps its chunks.
   */
  commit(documents: readonly StoredDocument[]): Promise<void>;
  /** Removes records first, then chunks. Unknown ids are ignored. @returns number of records removed */
  remove(ids: readonly string[]): Promise<number>;
  candidates(query: CandidateQuery): Promise<Candidates>;
  /** A page, in the order of `place`. It may cost a look at all that match: who needs all takes `records`. */
  documents(query: DocumentQuery): Promise<{ documents: DocumentRecord[]; next: string | null }>;
  /** Every record, or those of one source, in the same order; each is read once. */
  records(query?: Pick<DocumentQuery, 'source'>): Promise<DocumentRecord[]>;
  document(id: string): Promise<DocumentRecord | null>;
  /** A document with its text, both of one revision. */
  read(id: string): Promise<{ record: DocumentRecord; text: string } | null>;
  chunks(id: string): Promise<Chunk[]>;
  /** A document with all that was made of it, vectors and terms included: for renames and moves. */
  stored(id: string): Promise<StoredDocument | null>;
  /** Number of documents in which each term occurs, and of all chunks; for term weights. */
  termStatistics(
    terms: readonly string[],
  ): Promise<{ chunks: number; frequencies: Map<string, number> }>;
  stats(): Promise<{ documents: number; chunks: number; bytes: number | null }>;
  /** Filterable field names: the fixed ones and every metadata key seen. */
  fields(): Promise<string[]>;
  /** Distinct values of a field, most frequent first; what `rag` matches names in a question against. */
  values(field: string, limit: number): Promise<string[]>;
}

/**
 * The corpus store. One process writes; adapters serialise their writes in one queue.
 * Errors: ServiceError with COLLECTION_MISSING, GENERATION_MISSING, COLLECTION_READ_ONLY, SCHEMA_NEWER, NO_SPACE,
 * INTEGRITY, and of a store that is a server STORE_UNREACHABLE, STORE_UNAUTHORIZED or STORE_UNSUPPORTED.
 */
export interface Store {
  /** What `/ready` and a fingerprint call this adapter. */
  readonly kind: string;
  /** Whether it can be read now, by asking it. @throws ServiceError that says why not */
  check(): Promise<void>;
  /** Small texts of the program itself beside the corpus, by name; of no collection, and in no search. */
  notes(): Promise<ReadonlyMap<string, string>>;
  /** Keeps one, in the place of the one of this name. @param name letters and dashes */
  putNote(name: string, text: string): Promise<void>;
  collections(): Promise<Generation[]>;
  /** The live generation behind a name; null where the collection does not exist. */
  resolve(collection: string): Promise<GenerationStore | null>;
  /** A new, empty generation, `building`; its number is above all that are in use. */
  create(collection: string, fingerprint: Fingerprint): Promise<GenerationStore>;
  /** Opens any generation by number. */
  open(collection: string, generation: number): Promise<GenerationStore>;
  /** Every generation of a collection, oldest first. */
  generations(collection: string): Promise<Generation[]>;
  /** Points the name at a generation, atomically; the one before becomes `retired`. */
  switch(collection: string, generation: number): Promise<void>;
  /** Points several names at once: nobody, at no time, sees some of them switched and some not. */
  switchAll(targets: readonly { collection: string; generation: number }[]): Promise<void>;
  /** Number of the generation that `rollback` goes back to; null where there is none. */
  previous(collection: string): Promise<number | null>;
  /** Points the name back at the generation before the last switch. @returns its number */
  rollback(collection: string): Promise<number>;
  /** Deletes a generation that is not live, or, without a number, the whole collection. */
  drop(collection: string, generation?: number): Promise<void>;
  /** Removes what a crash left: chunks and texts of revisions that no record names. */
  sweep(): Promise<{ removedChunks: number }>;
  /** Compaction and index upkeep, for when nobody waits; safe to call at any time. */
  maintain(): Promise<void>;
  /**
   * Keeps all writes waiting, also those of other processes where there can be some, so that a copy or a
   * snapshot is of one moment. Resolves when those of this process that were under way have ended. Again:
   * for longer.
   * @param milliseconds after which they go on in any case
   */
  freeze(milliseconds: number): Promise<void>;
  /** Lets them go on. */
  thaw(): Promise<void>;
  close(): Promise<void>;
}
