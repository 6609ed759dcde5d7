import { Worker } from 'node:worker_threads';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import type { Job, Reply, WorkerSetup } from './prepare-message.ts';

export interface PoolLimits {
  /** Longest time for one document, in milliseconds. */
  milliseconds: number;
  /** Heap of one worker, in MiB. */
  heapMegabytes: number;
  /** Documents that may wait; one more is BUSY. */
  queued: number;
}

interface Task {
  job: Job;
  settle(reply: Reply): void;
  fail(error: Error): void;
}

interface Slot {
  worker: Worker;
  ready: boolean;
  task: Task | null;
  /** Ends the clock of the running task. */
  timer: AbortController;
}

/**
 * Runs jobs in at most `size` worker threads. A worker that runs out of time or memory is ended
 * together with its job alone; the next job gets a fresh one.
 */
export class WorkerPool {
  readonly #file: string;
  readonly #setup: WorkerSetup;
  readonly #size: number;
  readonly #limits: PoolLimits;
  readonly #clock: Clock;
  readonly #slots = new Set<Slot>();
  #waiting: Task[] = [];
  #closed = false;

  constructor(file: string, setup: WorkerSetup, size: number, limits: PoolLimits, clock: Clock) {
    this.#file = file;
    this.#setup = setup;
    this.#size = size;
    this.#limits = limits;
    this.#clock = clock;
  }

  /**
   * A job whose signal aborts is ended with its worker.
   * @throws ServiceError DOCUMENT_UNREADABLE at a limit, BUSY when the queue is full, CANCELLED; the signal's reason
   */
  run(job: Job, signal?: AbortSignal): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.#closed) throw new ServiceError('CANCELLED', 'The service is stopping.');
      signal?.throwIfAborted();
      if (this.#waiting.length >= this.#limits.queued) {
        throw new ServiceError(
          'BUSY',
          `${this.#waiting.length} documents wait to be read.`,
          'Send the next one when some are done.',
        );
      }
      const abort = () => {
        this.#waiting = this.#waiting.filter((waiting) => waiting !== task);
        reject(signal?.reason);
        // Nobody wants what its worker would find.
        const slot = [...this.#slots].find((one) => one.task === task);
        if (slot) this.#end(slot, signal?.reason);
      };
      const done = () => signal?.removeEventListener('abort', abort);
      const task: Task = {
        job,
        settle(reply) {
          done();
          resolve(reply);
        },
        fail(error) {
          done();
          reject(error);
        },
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(task);
      this.#assign();
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const stopping = new ServiceError('CANCELLED', 'The service is stopping.');
    for (const task of this.#waiting.splice(0)) task.fail(stopping);
    await Promise.all([...this.#slots].map((slot) => this.#end(slot, stopping)));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      const slot = [...this.#slots].find(({ ready, task }) => ready && !task);
      if (!slot) break;
      const task = this.#waiting.shift();
      if (task) this.#start(slot, task);
    }
    const starting = [...this.#slots].filter(({ ready }) => !ready).length;
    if (this.#waiting.length > starting && this.#slots.size < this.#size) this.#spawn();
  }

  #spawn(): void {
    const worker = new Worker(this.#file, {
      workerData: this.#setup,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMegabytes },
      env: {},
      execArgv: [],
    });
    const slot: Slot = { worker, ready: false, task: null, timer: new AbortController() };
    this.#slots.add(slot);
    worker.on('message', (reply: Reply) => this.#receive(slot, reply));
    worker.on('error', (error) => this.#lose(slot, error));
    worker.on('exit', (code) => this.#lose(slot, new Error(`it ended with code ${code}`)));
  }

  #start(slot: Slot, task: Task): void {
    slot.task = task;
    slot.timer = new AbortController();
    const bytes = task.job.kind === 'prepare' ? owned(task.job.input.bytes) : null;
    const job = bytes && task.job.kind === 'prepare' ? withBytes(task.job, bytes) : task.job;
    slot.worker.postMessage(job, bytes ? [bytes.buffer] : []);
    this.#clock.sleep(this.#limits.milliseconds, slot.timer.signal).then(
      () => this.#end(slot, tooSlow(this.#limits.milliseconds)),
      () => undefined, // the job ended before its time was up
    );
  }

  #receive(slot: Slot, reply: Reply): void {
    if (reply.event === 'ready') slot.ready = true;
    else {
      slot.timer.abort();
      slot.task?.settle(reply);
      slot.task = null;
    }
    this.#assign();
  }

  /** A worker that ended by itself: its job fails; one that never started fails whoever waits. */
  #lose(slot: Slot, cause: Error): void {
    if (!this.#slots.delete(slot)) return;
    slot.timer.abort();
    const memory = 'code' in cause && cause.code === 'ERR_WORKER_OUT_OF_MEMORY';
    if (slot.task) slot.task.fail(memory ? tooLarge(this.#limits.heapMegabytes) : broken(cause));
    else if (!slot.ready) for (const task of this.#waiting.splice(0)) task.fail(notStarted(cause));
    this.#assign();
  }

  async #end(slot: Slot, error: Error): Promise<void> {
    this.#slots.delete(slot);
    slot.timer.abort();
    slot.task?.fail(error);
    await slot.worker.terminate();
    this.#assign();
  }
}

/** A copy that can be moved to the worker without taking the caller's buffer. */
function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes);
}

function withBytes(job: Extract<Job, { kind: 'prepare' }>, bytes: Uint8Array): Job {
  return { ...job, input: { ...job.input, bytes } };
}

function tooSlow(milliseconds: number): ServiceError {
  return new ServiceError(
    'DOCUMENT_UNREADABLE',
    `The document cannot be read: it took longer than ${milliseconds / 1_000} s.`,
    'Split it, or leave it out.',
  );
}

function tooLarge(megabytes: number): ServiceError {
  return new ServiceError(
    'DOCUMENT_UNREADABLE',
    `The document cannot be read: it needs more than ${megabytes} MiB of memory.`,
    'Split it, or leave it out.',
  );
}

function broken(cause: Error): ServiceError {
  return new ServiceError(
    'DOCUMENT_UNREADABLE',
    `The document cannot be read: its parser stopped (${phraseOf(cause)}).`,
    'Leave it out, and report it.',
    { cause },
  );
}

function notStarted(cause: Error): ServiceError {
  const isGone = 'code' in cause && cause.code === 'MODULE_NOT_FOUND';
  return new ServiceError(
    'INTERNAL',
    isGone
      ? 'gecko was replaced by another one since its services started'
      : `The document parser did not start: ${phraseOf(cause)}`,
    'Start the services anew: gecko down, then gecko up.',
    { cause },
  );
}
