import { expect, it } from 'vitest';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import { deleteDocuments } from './delete-documents.ts';

const documents = Array.from(
  { length: 20 },
  (_, i) => ({ id: `d${i}`, collection: 'c' }) as Schemas['Document'],
);

function begin(outcome: (id: string) => Error | null) {
  const asked: string[] = [];
  const progress: number[] = [];
  const stop = new AbortController();
  let most = 0;
  let running = 0;
  const ended = deleteDocuments(documents, {
    async remove({ id }) {
      asked.push(id);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running -= 1;
      const error = outcome(id);
      if (error) throw error;
    },
    onProgress: (done) => progress.push(done),
    signal: stop.signal,
  });
  return { ended, asked, progress, stop, most: () => most };
}

it('deletes all, a few at a time, and goes on where one of them fails', async () => {
  const error = new ServiceError('INTERNAL', 'broken', { status: 500 });
  const { ended, asked, progress, most } = begin((id) => (id === 'd3' ? error : null));
  const { gone, failed, halt } = await ended;
  expect([gone.size, gone.has('d3'), halt]).toEqual([19, false, null]);
  expect(failed).toEqual([{ document: documents[3], error }]);
  expect([asked.length, most(), progress.at(-1)]).toEqual([20, 4, 20]);
});

it('stops where it concerns all of them', async () => {
  const error = new ServiceError('UNAUTHORIZED', '', { status: 401 });
  const { ended, asked } = begin((id) => (Number(id.slice(1)) >= 4 ? error : null));
  const { gone, failed, halt } = await ended;
  expect([gone.size, failed, halt]).toEqual([4, [], error]);
  expect(asked.length).toBeLessThanOrEqual(8);
});

it('begins no other once it is stopped, and tells what has gone', async () => {
  const { ended, asked, stop } = begin(() => null);
  stop.abort();
  const { gone, halt } = await ended;
  expect([...gone]).toEqual(asked);
  expect([gone.size, halt]).toEqual([4, null]);
});
