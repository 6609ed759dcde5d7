import { expect, it } from 'vitest';
import { errorOf, openTestBackend } from '../../../../../test/fakes/test-backend.ts';

const linesOf = async (response: Response) =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));

it('gives all documents, or those of one source, and says when that was all', async () => {
  const backend = openTestBackend();
  for (const name of ['b', 'a', 'c']) await backend.put(`${name}.md`, `# ${name}\n\nText.\n`);
  const response = await backend.request('/corpus/records');
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  expect(await linesOf(response)).toMatchObject([
    { event: 'documents', documents: [{ path: 'a.md' }, { path: 'b.md' }, { path: 'c.md' }] },
    { event: 'done', total: 3 },
  ]);
  expect(await linesOf(await backend.request('/corpus/records?source=none'))).toEqual([
    { event: 'done', total: 0 },
  ]);
});

it('tells by the status what is wrong from the start', async () => {
  const backend = openTestBackend();
  const missing = await backend.request('/corpus/records?collection=none');
  expect(missing.status).toBe(404);
  expect((await errorOf(missing)).code).toBe('COLLECTION_MISSING');
  const paged = await backend.request('/corpus/records?limit=3');
  expect((await errorOf(paged)).code).toBe('BAD_REQUEST');
});
