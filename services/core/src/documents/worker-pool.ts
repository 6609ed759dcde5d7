import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import type { Clock } from '../clock.ts';
import { ServiceError } from '../contract/errors.ts';
import { phraseOf } from '../phrase-of.ts';
import type { Job, MemoryLimits, PreparerSetup, Reply, WorkerSetup } from './prepare-message.ts';

export interface PoolLimits extends MemoryLimits {
  /** Longest time for one document, in milliseconds. */
  milliseconds: number;
  /** How long a process without a document is kept, in milliseconds: a new one takes a fifth of a second. */
  idleMilliseconds: number;
  /** Documents that may wait; one more is BUSY. */
  queued: number;
}

interface Task {
  job: Job;
  settle(reply: Reply): void;
  fail(error: Error): void;
}

interface Slot {
  child: ChildProcess;
  ready: boolean;
  task: Task | null;
  /** Ends the clock of the running task, or of the wait for one. */
  timer: AbortController;
}

/**
 * Runs jobs in at most `size` processes. One that runs out of time or memory is ended together with its
 * job alone; the next job gets a fresh one.
 */
export class WorkerPool {
  readonly #file: string;
  readonly #setup: string;
  readonly #size: number;
  readonly #limits: PoolLimits;
  readonly #clock: Clock;
  readonly #slots = new Set<Slot>();
  #waiting: Task[] = [];
  #closed = false;

  constructor(file: string, setup: WorkerSetup, size: number, limits: PoolLimits, clock: Clock) {
    this.#file = file;
    const all: PreparerSetup = { worker: setup, memory: limits };
    this.#setup = JSON.stringify(all);
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
    let child: ChildProcess;
    try {
      child = fork(this.#file, [this.#setup], {
        env: {},
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
    } catch (error) {
      // Where even the start of a process finds no memory.
      for (const task of this.#waiting.splice(0)) task.fail(this.#notStarted(error));
      return;
    }
    const slot: Slot = { child, ready: false, task: null, timer: new AbortController() };
    this.#slots.add(slot);
    child.on('message', (reply: Reply) => this.#receive(slot, reply));
    child.on('error', (error) => this.#lose(slot, error));
    child.on('exit', (code, signal) =>
      this.#lose(
        slot,
        new Error(
          signal === null
            ? `it ended with code ${code}`
            : `it was ended by ${signal}, as where memory runs out`,
        ),
      ),
    );
  }

  #start(slot: Slot, task: Task): void {
    slot.task = task;
    // One that has ended meanwhile says so by its end.
    slot.child.send(task.job, () => {});
    const { milliseconds } = this.#limits;
    this.#after(milliseconds, slot, () => this.#end(slot, tooSlow(milliseconds)));
  }

  /** Ends a process some time from now, unless something comes of it before. */
  #after(milliseconds: number, slot: Slot, end: () => Promise<void>): void {
    slot.timer.abort();
    slot.timer = new AbortController();
    this.#clock.sleep(milliseconds, slot.timer.signal).then(end, () => undefined);
  }

  #receive(slot: Slot, reply: Reply): void {
    // One that is being ended has nothing more to say.
    if (!this.#slots.has(slot)) return;
    if (reply.event === 'broken') return void this.#lose(slot, new Error(reply.message));
    if (reply.event === 'ready') slot.ready = true;
    else {
      slot.task?.settle(reply);
      slot.task = null;
    }
    if (reply.event !== 'ready' && reply.spent) void this.#end(slot);
    else this.#after(this.#limits.idleMilliseconds, slot, () => this.#end(slot));
    this.#assign();
  }

  /** A process that ended by itself: its job fails; one that never started fails whoever waits. */
  #lose(slot: Slot, cause: Error): void {
    if (!this.#slots.delete(slot)) return;
    slot.timer.abort();
    if (slot.task) slot.task.fail(broken(cause));
    else if (!slot.ready)
      for (const task of this.#waiting.splice(0)) task.fail(this.#notStarted(cause));
    this.#assign();
  }

  #notStarted(cause: unknown): ServiceError {
    return new ServiceError(
      'INTERNAL',
      existsSync(this.#file)
        ? `The document parser did not start: ${phraseOf(cause)}`
        : 'gecko was replaced by another one since its services started',
      'Start the services anew: gecko down, then gecko up.',
      { cause },
    );
  }

  async #end(slot: Slot, error?: Error): Promise<void> {
    const { child } = slot;
    this.#slots.delete(slot);
    slot.timer.abort();
    if (error) slot.task?.fail(error);
    if (child.kill('SIGKILL')) await once(child, 'exit');
    this.#assign();
  }
}

function tooSlow(milliseconds: number): ServiceError {
  return new ServiceError(
    'DOCUMENT_UNREADABLE',
    `The document cannot be read: it took longer than ${milliseconds / 1_000} s.`,
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
