import { Worker } from 'node:worker_threads';
import { errorCode } from '../error-code.ts';
import { programFile } from '../program-file.ts';
import { reasonOf } from '../reason-of.ts';
import type { Job, JobError, PreparerSetup, Reply, ThreadReply } from './prepare-message.ts';

// The process of a parser: one thread that parses, and this one, which watches the memory of both. A
// thread's limit counts V8's heap alone; what a document unpacks to lies in buffers beside it.

/** Milliseconds between two looks at the memory. */
const LOOK = 50;

const { worker, memory }: PreparerSetup = JSON.parse(process.argv[2] ?? '');
const mebibytes = () => process.memoryUsage.rss() / 2 ** 20;
let looking: NodeJS.Timeout | undefined;

const thread = new Worker(programFile('worker-prepare'), {
  workerData: worker,
  resourceLimits: { maxOldGenerationSizeMb: memory.heapMegabytes },
  env: {},
  execArgv: [],
});
thread.on('message', (reply: ThreadReply) => {
  clearInterval(looking);
  // What it keeps must not count for the next document.
  const spent = mebibytes() > memory.processMegabytes / 4;
  process.send?.(reply.event === 'ready' ? reply : { ...reply, spent });
});
thread.on('error', (error) => {
  if (errorCode(error) === 'ERR_WORKER_OUT_OF_MEMORY') tooLarge(memory.heapMegabytes);
  else last({ event: 'broken', message: reasonOf(error) });
});
thread.on('exit', (code) => last({ event: 'broken', message: `it ended with code ${code}` }));

process.on('message', (job: Job) => {
  looking = setInterval(() => {
    if (mebibytes() > memory.processMegabytes) tooLarge(memory.processMegabytes);
  }, LOOK);
  thread.postMessage(job);
});
// Whoever started it is gone, and so is the reason for it.
process.once('disconnect', () => process.exit(0));
// Ctrl-C reaches it too: it is ended by whoever started it, who may still want its document.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

function tooLarge(mebibytes: number): void {
  const error: JobError = {
    code: 'DOCUMENT_UNREADABLE',
    message: `The document cannot be read: it needs more than ${mebibytes} MiB of memory.`,
    hint: 'Split it, or leave it out.',
    stack: undefined,
  };
  last({ event: 'failed', error, spent: true });
}

function last(reply: Reply): void {
  clearInterval(looking);
  process.send?.(reply, () => process.exit(1));
}
