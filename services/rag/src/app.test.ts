import { beforeEach, describe, expect, it } from 'vitest';
import { createFakeCore } from '../../../test/fakes/fake-core.ts';
import { json } from '../../../test/fakes/test-backend.ts';
import { createRagApp } from './app.ts';

const collection = 'corpus_gecko3';
const core = createFakeCore();
const app = createRagApp(core);
const ask = async (question: string, filter = {}) =>
  json(
    await app.request('http://127.0.0.1:8000/ask', {
      method: 'POST',
      headers: { 'content-type': 'application/json', host: '127.0.0.1:8000' },
      body: JSON.stringify({ question, filter }),
    }),
  );

beforeEach(async () => {
  const documents = {
    'lamp.md': 'The warranty of the lamp lasts two years from the date of purchase.',
    'chair.md': 'A chair can be sent back within thirty days.',
  };
  for (const [path, text] of Object.entries(documents))
    await core.ingest.put({
      ...{ collection, source: 'docs', path, signal: new AbortController().signal },
      bytes: new TextEncoder().encode(`# Notes\n\n${text}`),
    });
});

describe('a filter that words of the question name', () => {
  it('counts where it leads to an answer', async () => {
    expect(await ask('How long can a chair be sent back, in chair.md?')).toMatchObject({
      abstained: false,
      analysis: { filter: { path: 'chair.md' } },
    });
  });

  it('is no filter where nothing is found with it', async () => {
    const question = 'How long does the warranty of the lamp last, as in chair.md?';
    expect(await ask(question)).toMatchObject({
      abstained: false,
      answer: expect.stringContaining('two years'),
      analysis: { filter: {}, variants: [expect.stringContaining('chair md')] },
    });
  });

  it('leaves a filter that was given as it is', async () => {
    const question = 'How long does the warranty of the lamp last, in the source docs?';
    expect(await ask(question, { path: 'chair.md' })).toMatchObject({
      abstained: true,
      analysis: { filter: {} },
    });
  });
});
