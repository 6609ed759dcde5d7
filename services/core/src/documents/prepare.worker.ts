import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ServiceError } from '../contract/errors.ts';
import { approximateTokenizer, loadTokenizer } from '../embed/tokenizer.ts';
import { phraseOf } from '../phrase-of.ts';
import { prepare, rechunk } from './prepare.ts';
import type { Job, JobError, ThreadReply, WorkerSetup } from './prepare-message.ts';

// The preparing thread: raw bytes in, chunks out, one document at a time.
const { tokenizerFolder, language }: WorkerSetup = workerData;
const port = parentPort;

/** Milliseconds that a document has to end by itself after a promise of its parser failed unheard. */
const STRAY_GRACE = 2_000;
if (port === null) throw new Error('prepare.worker runs as a worker thread only');

const tokenizer = tokenizerFolder
  ? await loadTokenizer(join(tokenizerFolder, 'tokenizer.json'))
  : approximateTokenizer;
const answer = (reply: ThreadReply) => port.postMessage(reply);

let stray: (error: unknown) => void = () => {};
// A promise that a parser forgot, and perhaps the one that the document waits for.
process.on('unhandledRejection', (error) => {
  const tell = stray;
  setTimeout(() => tell(error), STRAY_GRACE).unref();
});

port.on('message', (job: Job) => {
  const failed = new Promise<never>((_, reject) => {
    stray = reject;
  });
  Promise.race([run(job), failed]).then(
    (result) => answer({ event: 'done', result }),
    (error: unknown) => answer({ event: 'failed', error: described(error) }),
  );
});
answer({ event: 'ready' });

async function run(job: Job) {
  const preparation = { tokenizer, language };
  return job.kind === 'prepare'
    ? prepare(job.input, job.settings, preparation)
    : rechunk(job.stored, job.settings, preparation);
}

function described(error: unknown): JobError {
  if (error instanceof ServiceError) {
    return { code: error.code, message: error.message, hint: error.hint, stack: undefined };
  }
  const deep = error instanceof RangeError && /call stack/.test(error.message);
  const reason = deep
    ? 'it is nested too deeply'
    : `its parser failed (${phraseOf(String(error))})`;
  return {
    code: 'DOCUMENT_UNREADABLE',
    message: `The document cannot be read: ${reason}.`,
    hint: 'Simplify it, or leave it out.',
    stack: error instanceof Error && !deep ? error.stack : undefined,
  };
}
