import { expect, it } from 'vitest';
import { createFakeCore } from '../../../../test/fakes/fake-core.ts';
import { retrieve } from './retrieve.ts';

const { signal } = new AbortController();

it.each([
  ['Can I upload 10,000 rows?', []],
  ['Can I upload 10.000 rows with a budget of 3,5?', []],
  ['Can I upload 20,000 rows from room B-12?', ['20000']],
])('knows what of %j is nowhere', async (question, names) => {
  const core = createFakeCore();
  const text =
    '# Upload\n\nAt most 10000 rows can be uploaded, with a budget of 3.5, from room B12.';
  const bytes = new TextEncoder().encode(text);
  await core.ingest.put({ collection: 'corpus', source: 'docs', path: 'up.md', bytes, signal });
  const { evidence } = await retrieve(core, { question, collection: 'corpus', signal });
  expect(evidence.names).toEqual(names);
});
