import { describe, expect, it } from 'vitest';
import { createDocumentLocks } from './ingest/document-locks.ts';
import { createGate } from './ingest/gates.ts';
import { createWriterQueue } from './store/writer-queue.ts';

type Turn = <T>(task: () => Promise<T>, signal?: AbortSignal) => Promise<T>;

/** Whoever waits for a turn leaves at once when nobody wants it any more, and the order holds. */
describe.each<{ name: string; open(): { hold: Turn; turn: Turn } }>([
  {
    name: 'the writer queue',
    open() {
      const queue = createWriterQueue();
      return { hold: queue.run, turn: queue.run };
    },
  },
  {
    name: 'the locks of documents',
    open() {
      const locks = createDocumentLocks();
      const turn: Turn = (task, signal) => locks(['a'], task, signal);
      return { hold: turn, turn };
    },
  },
  {
    name: 'the gate of a collection',
    open() {
      const gate = createGate();
      return { hold: gate.exclusive, turn: gate.shared };
    },
  },
])('$name', ({ open }) => {
  it('lets go who leaves while another works, and never runs what was left', async () => {
    const { hold, turn } = open();
    const order: string[] = [];
    let goOn = () => {};
    const holding = hold(async () => {
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      order.push('held');
    });
    const leaving = new AbortController();
    const left = turn(async () => order.push('left'), leaving.signal);
    const next = turn(async () => order.push('next'));
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(order).toEqual([]);
    goOn();
    await Promise.all([holding, next]);
    expect(order).toEqual(['held', 'next']);
  });
});
