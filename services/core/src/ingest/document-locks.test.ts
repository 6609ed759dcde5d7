import { expect, it } from 'vitest';
import { createDocumentLocks } from './document-locks.ts';

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

it('runs tasks of one document in order, those of others beside them', async () => {
  const hold = createDocumentLocks();
  const said: string[] = [];
  const task = (name: string) => async () => {
    said.push(`${name} begins`);
    await turn();
    said.push(`${name} ends`);
  };
  await Promise.all([hold(['a'], task('1')), hold(['b', 'a'], task('2')), hold(['c'], task('3'))]);
  expect(said).toEqual(['1 begins', '3 begins', '1 ends', '2 begins', '3 ends', '2 ends']);
});

it('goes on behind a task that fails', async () => {
  const hold = createDocumentLocks();
  const failing = hold(['a'], async () => {
    throw new Error('no');
  });
  const next = hold(['a'], async () => 'done');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('done');
});
