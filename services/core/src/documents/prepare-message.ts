import type { ServiceErrorCode } from '../contract/errors.ts';
import type { Language } from '../lexical/port.ts';
import type { ChunkSettings, ParseInput, PreparedDocument, StoredText } from './port.ts';

/** What a prepare worker is started with. */
export interface WorkerSetup {
  /** Folder of tokenizer.json; null counts tokens approximately and gives no token ids. */
  tokenizerFolder: string | null;
  language: Language | 'auto';
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
export type Reply =
  | { event: 'ready' }
  | { event: 'done'; result: PreparedDocument }
  | { event: 'failed'; error: JobError };
