import { access } from 'node:fs/promises';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Language } from '../lexical/port.ts';
import type { Log } from '../log.ts';
import { programFile } from '../program-file.ts';
import { PARSER_VERSION } from './parse.ts';
import type { DocumentPreparer, PreparedDocument } from './port.ts';
import type { Job } from './prepare-message.ts';
import { type PoolLimits, WorkerPool } from './worker-pool.ts';

export interface PreparerOptions {
  /** Folder of the embedder's tokenizer.json; null where there is no embedder. */
  tokenizerFolder: string | null;
  language: Language | 'auto';
  /** Most processes; they start when documents wait. */
  workers: number;
  limits: PoolLimits;
  clock: Clock;
  log: Log;
}

/**
 * Opens the pool that parses and chunks documents; processes start with the first document.
 * @throws ENOENT where the program was not built
 */
export async function openPreparer(options: PreparerOptions): Promise<DocumentPreparer> {
  const { tokenizerFolder, language, workers, limits, clock, log } = options;
  const file = programFile('prepare');
  await access(file);
  const pool = new WorkerPool(file, { tokenizerFolder, language }, workers, limits, clock);

  async function run(job: Job, signal?: AbortSignal): Promise<PreparedDocument> {
    const reply = await pool.run(job, signal);
    if (reply.event === 'done') return reply.result;
    if (reply.event !== 'failed') throw new ServiceError('INTERNAL', 'The parser gave no result.');
    const { code, message, hint, stack } = reply.error;
    if (stack) log('warn', 'a parser failed', { stack });
    throw new ServiceError(code, message, hint);
  }

  return {
    parserVersion: PARSER_VERSION,
    prepare: (input, settings, signal) => run({ kind: 'prepare', input, settings }, signal),
    rechunk: (stored, settings, signal) => run({ kind: 'rechunk', stored, settings }, signal),
    close: () => pool.close(),
  };
}
