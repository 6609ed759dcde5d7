import { expect, it, onTestFinished, vi } from 'vitest';
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

it('leaves nothing behind after HEAD', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const backend = openTestBackend();
  await backend.put('a.md', '# A\n\nText.\n');
  const response = await backend.request('/corpus/records', { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
  expect(vi.getTimerCount()).toBe(0);
  const metrics = await (await backend.request('/metrics')).text();
  // The look itself is in flight.
  expect(metrics).toMatch(/^gecko_http_requests_in_flight\{[^}]*\} 1$/m);
});
