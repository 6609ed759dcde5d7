import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { type Inference, startInference } from './inference.ts';

/** Speaks the protocol; the first token id of a batch says what it does. */
const program = `
  const { parentPort } = require('node:worker_threads');
  const does = {
    1: ({ ids }) => parentPort.postMessage({ type: 'vectors', vectors: Float32Array.from(ids, Number) }),
    2: ({ mask }) => parentPort.postMessage({ type: 'vectors', vectors: Float32Array.from(mask, Number) }),
    3: () => parentPort.postMessage({ type: 'error', message: 'id out of range' }),
    4: () => process.exit(9),
    5: () => { throw new Error('out of memory'); },
    6: () => {},
  };
  parentPort.on('message', (request) => does[request.ids[0]](request));
  parentPort.postMessage({ type: 'ready' });
`;
const batch = (...ids: number[]) => [Int32Array.from(ids)];

let inference: Inference | null = null;
afterEach(() => inference?.close());

describe('startInference', () => {
  it('pads a batch with zeros and masks the padding', async () => {
    const { run } = await start();
    const inputs = [Int32Array.of(1, 7, 8), Int32Array.of(5)];
    expect(Array.from(await run(inputs))).toEqual([1, 7, 8, 5, 0, 0]);
    inputs[0]?.set([2]);
    expect(Array.from(await run(inputs))).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('passes on what the model says and keeps the thread', async () => {
    const { run, started } = await start();
    await expect(run(batch(3))).rejects.toThrow('the embedding model failed: id out of range');
    expect(await run(batch(1))).toHaveLength(1);
    expect(started()).toBe(1);
  });

  it('tries a batch once more in a new thread, then fails it and serves the next', async () => {
    const { run, started, log } = await start();
    await expect(run(batch(4))).rejects.toThrow('the embedding thread ended with code 9');
    expect(started()).toBe(2);
    await expect(run(batch(5))).rejects.toThrow('out of memory');
    expect(await run(batch(1))).toHaveLength(1);
    expect(log).toHaveLength(2);
  });

  it('notices a thread that dies between two batches', async () => {
    const { run, started, workers } = await start();
    await workers[0]?.terminate();
    expect(await run(batch(1))).toHaveLength(1);
    expect(started()).toBe(2);
  });

  it('says why a thread cannot load its model', async () => {
    const broken = () => new Worker("throw new Error('no such model')", { eval: true });
    await expect(startInference(() => {}, { model: 'x', threads: 1 }, broken)).rejects.toThrow(
      'the embedding thread failed: no such model',
    );
  });

  it('fails the batch under way when it is closed, and starts no new thread', async () => {
    const { run, started } = await start();
    const pending = run(batch(6));
    const failed = expect(pending).rejects.toThrow('ended');
    await inference?.close();
    await failed;
    await expect(run(batch(1))).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(started()).toBe(1);
  });
});

async function start() {
  const workers: Worker[] = [];
  const log: string[] = [];
  const opened = await startInference(
    (_, message) => log.push(message),
    { model: 'x', threads: 1 },
    () => {
      const worker = new Worker(program, { eval: true });
      workers.push(worker);
      return worker;
    },
  );
  inference = opened;
  return { run: opened.run, workers, log, started: () => workers.length };
}
