import type { ServiceErrorCode } from '../contract/errors.ts';
import type { Language } from '../lexical/port.ts';
import type { ChunkSettings, ParseInput, PreparedDocument, StoredText } from './port.ts';

/** What a parsing thread is started with. */
export interface WorkerSetup {
  /** Folder of tokenizer.json; null counts tokens approximately and gives no token ids. */
  tokenizerFolder: string | null;
  language: Language | 'auto';
}

/** In MiB; a document that needs more is refused. */
export interface MemoryLimits {
  /** V8's heap of the parsing thread. */
  heapMegabytes: number;
  /** All that its process has in memory. */
  processMegabytes: number;
}

/** What the process of such a thread is started with. */
export interface PreparerSetup {
  worker: WorkerSetup;
  memory: MemoryLimits;
}

export type Job =
  | { kind: 'prepare'; input: ParseInput; settings: ChunkSettings }
  | { kind: 'rechunk'; stored: StoredText; settings: ChunkSettings };

export interface JobError {
  code: ServiceErrorCode;
  message: string;
  hint: string | undefined;
  /** Where a parser failed by a bug, for the log. */
  stack: string | undefined;
}

/** `ready` once, then one `done` or `failed` for each job. */
export type ThreadReply =
  | { event: 'ready' }
  | { event: 'done'; result: PreparedDocument }
  | { event: 'failed'; error: JobError };

/** What the process of that thread passes on, with whether it takes a further job, and says of itself. */
export type Reply =
  | { event: 'ready' }
  | ({ spent: boolean } & Exclude<ThreadReply, { event: 'ready' }>)
  | { event: 'broken'; message: string };
