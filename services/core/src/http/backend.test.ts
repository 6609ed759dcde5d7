import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { brokenGenerator, createFakeCore } from '../../../../test/fakes/fake-core.ts';
import { createExtractiveGenerator } from '../generate/extractive.ts';
import { documentId } from '../ingest/identity.ts';
import type { OpenedCore } from '../open-core.ts';
import { createBackend } from './backend.ts';
import type { App } from './environment.ts';

const WARRANTY =
  '# Warranty\n\nThe warranty of the lamp lasts two years from the date of purchase.\n';
const RETURNS = '# Returns\n\nA parcel can be sent back within thirty days.\n';
const authorization = 'Bearer secret-token';
const jsonType = { 'content-type': 'application/json' };
// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the assertions check
const json = async (response: Response): Promise<any> => response.json();

let core: OpenedCore;
let app: App;

beforeEach(() => {
  core = createFakeCore();
  app = createBackend(core, 'qa');
});

const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
  app.request(`http://127.0.0.1:8002${path}`, {
    ...init,
    headers: { host: '127.0.0.1:8002', ...init.headers },
  });
const post = (path: string, body: unknown, headers = {}) =>
  request(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { ...jsonType, ...headers },
  });
const put = (path: string, text: string, options: { from?: string; source?: string } = {}) => {
  const { source = 'docs', from } = options;
  const parameters = new URLSearchParams({ source, path, ...(from ? { from } : {}) });
  const id = documentId('corpus_gecko3', source, path);
  return request(`/corpus/documents/${id}?${parameters}`, {
    method: 'PUT',
    body: text,
    headers: { authorization },
  });
};
const errorOf = async (response: Response) => (await json(response)).error;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('guards', () => {
  it('refuses a whole-URL target of another name', async () => {
    const response = await app.request('http://evil.example/health', {
      headers: { host: '127.0.0.1:8002' },
    });
    expect(response.status).toBe(403);
  });

  it('refuses a key that validation would drop without a word', async () => {
    const response = await request('/search', {
      method: 'POST',
      headers: jsonType,
      body: '{"question":"x","filter":{"__proto__":"x"}}',
    });
    expect(response.status).toBe(400);
  });

  it('sends back little of what a client wrote', async () => {
    const body = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`key${i}`, 1]));
    const response = await post('/ask', body);
    expect(response.status).toBe(400);
    expect((await response.text()).length).toBeLessThan(2_000);
  });

  it('refuses a question that nobody asks', async () => {
    expect((await post('/ask', { question: 'x'.repeat(10_001) })).status).toBe(400);
  });

  it('refuses an encoded body, and takes a write without one', async () => {
    const encoded = await post('/ask', { question: 'x' }, { 'content-encoding': 'gzip' });
    expect(encoded.status).toBe(415);
    const init = { method: 'POST', headers: { authorization: 'bearer secret-token' } };
    expect((await request('/corpus/rollback', init)).status).toBe(404);
  });

  it.each(['evil.example', 'evil.example:8002', '127.0.0.1.evil.example', ''])(
    'refuses the Host %j',
    async (host) => {
      const response = await request('/health', { headers: { host } });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('FORBIDDEN_HOST');
    },
  );

  it.each(['127.0.0.1:8002', 'localhost', 'LOCALHOST:1', '[::1]:8002', 'gecko.example:8002'])(
    'answers to the Host %s',
    async (host) => {
      expect((await request('/health', { headers: { host } })).status).toBe(200);
    },
  );

  it.each(['http://evil.example', 'null', 'http://127.0.0.1:9999'])(
    'refuses a POST of the origin %s, without CORS headers',
    async (origin) => {
      const response = await post('/ask', { question: 'x' }, { origin });
      expect(response.status).toBe(403);
      expect((await errorOf(response)).code).toBe('FORBIDDEN_ORIGIN');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  it('lets a foreign origin read without CORS headers', async () => {
    const response = await request('/health', { headers: { origin: 'http://evil.example' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('gives the own web origin its CORS headers, on errors and preflights too', async () => {
    const origin = 'http://127.0.0.1:8081';
    const preflight = await request('/ask', { method: 'OPTIONS', headers: { origin } });
    expect(preflight.status).toBe(204);
    for (const response of [preflight, await request('/health', { headers: { origin } })]) {
      expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    }
    const foreign = await request('/ask', {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example' },
    });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each([
    ['PUT', '/corpus/documents/x?source=a&path=b'],
    ['DELETE', '/corpus/documents/x'],
    ['POST', '/corpus/reindex'],
    ['POST', '/corpus/rollback'],
  ])('refuses %s %s without the token', async (method, path) => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: 'secret-token' },
    ]) {
      const response = await request(path, { method, headers });
      expect(response.status).toBe(401);
      expect((await errorOf(response)).code).toBe('UNAUTHORIZED');
    }
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ])('refuses a JSON body sent as %s', async (type) => {
    const response = await request('/ask', {
      method: 'POST',
      body: '{"question":"x"}',
      headers: { 'content-type': type },
    });
    expect(response.status).toBe(415);
  });

  it('says on every answer whose backend it is', async () => {
    for (const path of ['/health', '/nowhere']) {
      const { headers } = await request(path);
      expect(headers.get('x-gecko-project')).toBe('test');
      expect(headers.get('x-gecko-contract')).toBe('1');
    }
  });
});

describe('bad requests', () => {
  it.each([
    ['{"question": "x"', 'not JSON'],
    ['{"question": 7}', 'question'],
    ['{"question": "x", "topK": 0}', 'topK'],
    ['{"question": "x", "topk": 3}', 'topk'],
    ['{"question": "x", "mode": "fast"}', 'mode'],
    ['{"question": "x", "filter": {"source": 1}}', 'filter.source'],
    ['{"question": "x", "collection": "../etc"}', 'collection'],
    ['{"question": "   "}', 'empty'],
    ['{}', 'missing'],
    ['[]', 'object'],
    ['null', 'object'],
    ['', 'not JSON'],
  ])('tells what is wrong with %s', async (body, says) => {
    const response = await request('/ask', { method: 'POST', body, headers: jsonType });
    expect(response.status).toBe(400);
    const { code, message } = await errorOf(response);
    expect(code).toBe('BAD_REQUEST');
    expect(message).toContain(says);
  });

  it('refuses a body that is not UTF-8', async () => {
    const response = await request('/ask', {
      method: 'POST',
      body: new Uint8Array([0x7b, 0xff, 0x7d]),
      headers: jsonType,
    });
    expect((await errorOf(response)).code).toBe('BAD_REQUEST');
  });

  it('refuses a body that is too large, declared or not', async () => {
    const large = 'x'.repeat(100_001);
    const streamed = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode(large));
        controller.close();
      },
    });
    const declared = await post('/ask', { question: large });
    const init = { method: 'POST', body: streamed, headers: jsonType, duplex: 'half' };
    const chunked = await request('/ask', init as RequestInit);
    for (const response of [declared, chunked]) {
      expect(response.status).toBe(413);
      expect((await errorOf(response)).code).toBe('BODY_TOO_LARGE');
    }
  });

  it('answers unknown routes in the same shape', async () => {
    const response = await request('/nowhere');
    expect(response.status).toBe(404);
    expect((await errorOf(response)).code).toBe('NOT_FOUND');
  });

  it('says that nothing has been ingested', async () => {
    const response = await post('/ask', { question: 'anything?' });
    expect(response.status).toBe(404);
    expect(await errorOf(response)).toMatchObject({
      code: 'COLLECTION_MISSING',
      hint: 'gecko ingest PATH',
    });
  });

  it('names the fields when a filter asks for one that no document has', async () => {
    await put('a.md', WARRANTY);
    const response = await post('/search', { question: 'warranty', filter: { autor: 'ann' } });
    expect(response.status).toBe(422);
    expect(await errorOf(response)).toMatchObject({
      code: 'FILTER_UNKNOWN_FIELD',
      hint: expect.stringContaining('source'),
    });
  });

  it('refuses a path that leaves its folder, and an id that is not the path’s', async () => {
    for (const path of ['../x.md', '/etc/passwd', 'a/../../b', 'a//b', './a']) {
      expect((await put(path, WARRANTY)).status).toBe(400);
    }
    const wrong = await request('/corpus/documents/other?source=docs&path=a.md', {
      method: 'PUT',
      body: 'x',
      headers: { authorization },
    });
    expect((await errorOf(wrong)).message).toContain(documentId('corpus_gecko3', 'docs', 'a.md'));
  });
});

describe('documents', () => {
  it('stores a document once, updates it, removes it', async () => {
    expect(await json(await put('a.md', WARRANTY))).toMatchObject({
      action: 'added',
      chunks: 1,
      embedded: 1,
    });
    expect(await json(await put('a.md', WARRANTY))).toMatchObject({
      action: 'unchanged',
      embedded: 0,
    });
    expect(await json(await put('a.md', RETURNS))).toMatchObject({ action: 'updated' });
    const id = documentId('corpus_gecko3', 'docs', 'a.md');
    const found = await json(await request(`/corpus/documents/${id}`));
    expect(found).toMatchObject({
      title: 'Returns',
      text: RETURNS,
      contentHash: sha256(RETURNS),
      bytes: RETURNS.length,
    });
    const { chunks } = await json(await request(`/corpus/documents/${id}/chunks`));
    for (const { span, text } of chunks) expect(found.text.slice(...span)).toBe(text);
    const remove = () =>
      request(`/corpus/documents/${id}`, { method: 'DELETE', headers: { authorization } });
    expect(await json(await remove())).toEqual({ id, deleted: true });
    expect(await json(await remove())).toEqual({ id, deleted: false });
    expect((await request(`/corpus/documents/${id}`)).status).toBe(404);
  });

  it('makes one collection when two clients send first documents at once', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => put(`${name}.md`, WARRANTY + name)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { collections } = await json(await request('/collections'));
    expect(collections).toMatchObject([
      { name: 'corpus_gecko3', generation: 1, documents: 4, mode: 'hybrid', warning: null },
    ]);
  });

  it('names a file that cannot be read, with its reason', async () => {
    const response = await put('a.json', '{"a": ');
    expect(response.status).toBe(422);
    expect((await errorOf(response)).code).toBe('DOCUMENT_UNREADABLE');
    expect((await put('empty.md', ' \n ')).status).toBe(422);
  });

  it('plans: add, unchanged, update, rename', async () => {
    await put('a.md', WARRANTY);
    await put('b.md', RETURNS);
    await put('old.md', '# Old\n\nText that moves.\n');
    const files = [
      { path: 'a.md', sha256: sha256(WARRANTY) },
      { path: 'b.md', sha256: sha256('changed') },
      { path: 'new.md', sha256: sha256('# Old\n\nText that moves.\n') },
      { path: 'c.md', sha256: sha256('c') },
    ];
    const plan = await json(await post('/corpus/plan', { source: 'docs', files }));
    expect(
      plan.files.map(({ action, from }: { action: string; from?: string }) => [action, from]),
    ).toEqual([
      ['unchanged', undefined],
      ['update', undefined],
      ['rename', 'old.md'],
      ['add', undefined],
    ]);
    expect(await json(await put('new.md', '', { from: 'old.md' }))).toMatchObject({
      action: 'renamed',
      embedded: 0,
    });
    const list = await json(await request('/corpus/documents?limit=2'));
    const rest = await json(
      await request(`/corpus/documents?limit=2&cursor=${encodeURIComponent(list.next)}`),
    );
    expect(
      [...list.documents, ...rest.documents].map(({ path }: { path: string }) => path),
    ).toEqual(['a.md', 'b.md', 'new.md']);
  });

  describe('renames', () => {
    const list = async () =>
      (await json(await request('/corpus/documents'))).documents.map(
        ({ path, title, mediaType }: { path: string; title: string; mediaType: string }) => [
          path,
          title,
          mediaType,
        ],
      );

    it.each([
      ['a.md', 'a.md'],
      ['caf\u00e9.md', 'cafe\u0301.md'],
    ])('%s from itself is no change', async (path, from) => {
      await put(path, WARRANTY);
      expect(await json(await put(path, '', { from }))).toMatchObject({ action: 'unchanged' });
      expect(await list()).toHaveLength(1);
    });

    it('take no path that another document has', async () => {
      await put('a.md', WARRANTY);
      await put('b.md', RETURNS);
      const response = await put('b.md', '', { from: 'a.md' });
      expect(response.status).toBe(409);
      expect((await errorOf(response)).code).toBe('DOCUMENT_EXISTS');
      expect(await list()).toHaveLength(2);
    });

    it('need the bytes where the document would be read otherwise, and then leave no old one', async () => {
      await put('a.txt', WARRANTY);
      expect((await errorOf(await put('a.md', '', { from: 'a.txt' }))).code).toBe('CONTENT_NEEDED');
      expect(await json(await put('a.md', WARRANTY, { from: 'a.txt' }))).toMatchObject({
        action: 'renamed',
      });
      expect(await list()).toEqual([['a.md', 'Warranty', 'text/markdown']]);
      await put('one.txt', 'Text without a title.');
      expect((await errorOf(await put('two.txt', '', { from: 'one.txt' }))).code).toBe(
        'CONTENT_NEEDED',
      );
    });

    it('of one document, many at once, make one', async () => {
      await put('a.md', WARRANTY);
      const answers = await Promise.all(
        ['b', 'c', 'd'].map((name) => put(`${name}.md`, '', { from: 'a.md' })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404]);
      expect(await list()).toHaveLength(1);
    });

    it('keep to the places of documents', async () => {
      await put('a.md', WARRANTY);
      expect((await put('b.md', '', { from: '../a.md' })).status).toBe(400);
    });
  });

  it('leaves no empty collection behind a document that is refused', async () => {
    expect((await put('a.json', '{"a": ')).status).toBe(422);
    expect((await put('b.md', '', { from: 'a.md' })).status).toBe(404);
    expect((await json(await request('/collections'))).collections).toEqual([]);
  });

  it('says that a collection to remove from does not exist', async () => {
    const response = await request('/corpus/documents/x?collection=typo', {
      method: 'DELETE',
      headers: { authorization },
    });
    expect((await errorOf(response)).code).toBe('COLLECTION_MISSING');
  });

  it('refuses to mix vectors of another model, before anything is written', async () => {
    await put('a.md', WARRANTY);
    const other = createFakeCore({
      store: core.store,
      embedder: { reason: 'no weights', hint: 'get them' },
    });
    app = createBackend(other, 'qa');
    const response = await put('b.md', RETURNS);
    expect(response.status).toBe(409);
    expect(await errorOf(response)).toMatchObject({
      code: 'FINGERPRINT_MISMATCH',
      hint: 'get them',
    });
    expect((await json(await request('/corpus/documents'))).documents).toHaveLength(1);
    const answer = await json(await post('/ask', { question: 'How long does the warranty last?' }));
    expect(answer.retrieval).toMatchObject({ mode: 'lexical', reason: 'no weights' });
  });

  it('makes a new generation beside writes and switches to it', async () => {
    await put('a.md', WARRANTY);
    await put('b.md', RETURNS);
    const [reindexed] = await Promise.all([
      request('/corpus/reindex', { method: 'POST', headers: { authorization } }).then((response) =>
        response.text(),
      ),
      put('c.md', '# Late\n\nWritten while it ran.\n'),
    ]);
    const last = JSON.parse(reindexed.trim().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ event: 'done', generation: 2 });
    const { documents } = await json(await request('/corpus/documents'));
    expect(documents.map(({ path }: { path: string }) => path)).toEqual(['a.md', 'b.md', 'c.md']);
    const back = await request('/corpus/rollback', { method: 'POST', headers: { authorization } });
    expect(await json(back)).toEqual({ collection: 'corpus_gecko3', generation: 1 });
  });

  describe('a reindex', () => {
    const reindex = (query = '') =>
      request(`/corpus/reindex${query}`, { method: 'POST', headers: { authorization } });
    const lastOf = async (response: Response) =>
      JSON.parse((await response.text()).trim().split('\n').at(-1) ?? '');

    it('gives way to a rollback, and loses nothing that was written after it', async () => {
      await put('a.md', WARRANTY);
      await (await reindex()).text();
      const running = await reindex();
      await request('/corpus/rollback', { method: 'POST', headers: { authorization } });
      await put('b.md', RETURNS);
      expect((await lastOf(running)).error.code).toBe('COLLECTION_BUSY');
      const { documents } = await json(await request('/corpus/documents'));
      expect(documents.map(({ path }: { path: string }) => path)).toEqual(['a.md', 'b.md']);
      expect(await lastOf(await reindex())).toMatchObject({ event: 'done', documents: 2 });
    });

    it('runs once at a time', async () => {
      await put('a.md', WARRANTY);
      const [first, second] = [await reindex(), await reindex()];
      expect(second.status).toBe(409);
      expect((await errorOf(second)).code).toBe('COLLECTION_BUSY');
      expect(await lastOf(first)).toMatchObject({ event: 'done', generation: 2 });
    });

    it('gives vectors up only when told to', async () => {
      await put('a.md', WARRANTY);
      const embedder = { reason: 'no weights', hint: 'get them' };
      app = createBackend(createFakeCore({ store: core.store, embedder }), 'qa');
      const refused = await reindex();
      expect(refused.status).toBe(503);
      expect(await errorOf(refused)).toMatchObject({ code: 'EMBEDDER_UNAVAILABLE' });
      expect(await lastOf(await reindex('?withoutVectors=true'))).toMatchObject({ event: 'done' });
      expect((await json(await request('/collections'))).collections[0].mode).toBe('lexical');
    });

    it('keeps language and stems as the documents declare them', async () => {
      const text = '---\nlang: es\n---\n# Running\n\nThe running of the server.\n';
      await put('a.md', text);
      const live = async () => core.store.resolve('corpus_gecko3');
      const id = documentId('corpus_gecko3', 'docs', 'a.md');
      const before = await (await live())?.stored(id);
      await (await reindex()).text();
      const after = await (await live())?.stored(id);
      expect(after?.record).toEqual(before?.record);
      expect(after?.chunks.map(({ lex }) => lex)).toEqual(before?.chunks.map(({ lex }) => lex));
    });
  });

  it('drops what a cancelled reindex made', async () => {
    await Promise.all(
      Array.from({ length: 40 }, (_, i) => put(`${i}.md`, `# T${i}\n\nBody number ${i}.\n`)),
    );
    const response = await request('/corpus/reindex', {
      method: 'POST',
      headers: { authorization },
    });
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    expect(
      (await core.store.generations('corpus_gecko3')).map(({ generation }) => generation),
    ).toEqual([1]);
  });
});

describe('answers', () => {
  beforeEach(async () => {
    await put('warranty.md', WARRANTY);
    await put('returns.md', RETURNS);
  });

  it('answers with citations that stand in the document', async () => {
    const answer = await json(
      await post('/ask', { question: 'How long does the warranty of the lamp last?' }),
    );
    expect(answer).toMatchObject({
      abstained: false,
      backend: 'qa',
      generator: { kind: 'extractive', model: null },
    });
    expect(answer.answer).toContain('two years');
    const [first] = answer.citations;
    expect(first).toMatchObject({
      n: 1,
      source: 'docs/warranty.md',
      title: 'Warranty',
      page: null,
    });
    const { text } = await json(await request(`/corpus/documents/${first.documentId}`));
    expect(text.slice(...first.span)).toBe(first.text);
  });

  it('takes query for question', async () => {
    expect(await json(await post('/ask', { query: 'warranty lamp years' }))).toMatchObject({
      question: 'warranty lamp years',
    });
  });

  it('abstains where the corpus does not answer', async () => {
    const answer = await json(await post('/ask', { question: 'What is the capital of Mongolia?' }));
    expect(answer).toMatchObject({ abstained: true, citations: [] });
    expect(answer.answer).toContain('Mongolia');
  });

  it('abstains where the question has no word that tells', async () => {
    const answer = await json(await post('/ask', { question: 'What is it?' }));
    expect(answer).toMatchObject({ abstained: true, citations: [] });
  });

  it('says which value of a filter no document has, and which there are', async () => {
    const ask = (filter: unknown) => post('/ask', { question: 'warranty', filter });
    expect(await json(await ask({ path: 'warranty.md', source: 'dosc' }))).toMatchObject({
      abstained: true,
      answer: expect.stringContaining('None has the source “dosc”; there are: “docs”.'),
    });
    expect(await json(await ask({ type: 'text/markdown', source: 'DOCS' }))).toMatchObject({
      abstained: false,
    });
  });

  it('streams the same answer as events', async () => {
    const question = 'How long does the warranty of the lamp last?';
    const response = await post('/ask', { question }, { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text())
      .trim()
      .split('\n\n')
      .filter((block) => !block.startsWith(':'))
      .map((block) => block.split('\n'))
      .map(([event, data]) => ({
        event: event?.slice(7) ?? '',
        data: JSON.parse(data?.slice(6) ?? ''),
      }));
    expect(events.map(({ event }) => event)).toEqual(['citations', 'token', 'done']);
    const whole = await json(await post('/ask', { question }));
    const { timings: _, ...streamed } = events.at(-1)?.data ?? {};
    expect(whole).toMatchObject(streamed);
    expect(events.find(({ event }) => event === 'token')?.data.text.trim()).toBe(whole.answer);
  });

  it('tells an error in the stream as its last event, and without a stream by its status', async () => {
    app = createBackend(createFakeCore({ store: core.store, generator: brokenGenerator }), 'qa');
    const question = 'How long does the warranty of the lamp last?';
    const streamed = await (
      await post('/ask', { question }, { accept: 'text/event-stream' })
    ).text();
    expect(streamed.trim().split('\n\n').at(-1)).toContain('GENERATOR_UNREACHABLE');
    const plain = await post('/ask', { question });
    expect(plain.status).toBe(503);
    expect(await errorOf(plain)).toMatchObject({
      code: 'GENERATOR_UNREACHABLE',
      hint: 'ollama serve',
    });
  });

  it('comes from the stand-in of a generator that was chosen and fails before its first word', async () => {
    const generator = async () => ({
      ...(await brokenGenerator()),
      instead: (failure: string) => createExtractiveGenerator(failure, null),
    });
    app = createBackend(createFakeCore({ store: core.store, generator }), 'qa');
    const question = 'How long does the warranty of the lamp last?';
    expect(await json(await post('/ask', { question }))).toMatchObject({
      answer: expect.stringContaining('two years'),
      generator: { kind: 'extractive', reason: 'no language model: Ollama gave no answer' },
    });
  });

  it('stops the work when the reader of a stream leaves', async () => {
    let ended = false;
    const generator = async () => ({
      info: { kind: 'ollama' as const, model: 'x', reason: 'test' },
      quotes: false,
      async *generate({ signal }: { signal: AbortSignal }) {
        try {
          for (let i = 0; ; i += 1) {
            yield `word${i} `;
            await new Promise((resolve) => setImmediate(resolve));
            signal.throwIfAborted();
          }
        } finally {
          ended = true;
        }
      },
      check: async () => ({ ok: true, detail: '' }),
    });
    app = createBackend(createFakeCore({ store: core.store, generator }), 'qa');
    const response = await post(
      '/ask',
      { question: 'warranty of the lamp' },
      { accept: 'text/event-stream' },
    );
    const reader = response.body?.getReader();
    let read = '';
    while (!read.includes('event: token'))
      read += new TextDecoder().decode((await reader?.read())?.value);
    await reader?.cancel();
    expect(ended).toBe(true);
  });

  it('searches without answering', async () => {
    const found = await json(await post('/search', { question: 'parcel back', topK: 1 }));
    expect(found.results).toHaveLength(1);
    expect(found.results[0]).toMatchObject({ source: 'docs/returns.md', n: 1 });
  });

  it('filters', async () => {
    const found = await json(
      await post('/search', { question: 'warranty parcel', filter: { path: 'returns.md' } }),
    );
    expect(found.results.map(({ source }: { source: string }) => source)).toEqual([
      'docs/returns.md',
    ]);
  });
});

describe('state', () => {
  it('is ready with what is missing said in words', async () => {
    const { ready, dependencies } = await json(await request('/ready'));
    expect(ready).toBe(true);
    expect(
      dependencies.map(({ name, state }: { name: string; state: string }) => [name, state]),
    ).toEqual([
      ['store', 'ok'],
      ['embedder', 'ok'],
      ['generator', 'degraded'],
      ['corpus', 'degraded'],
    ]);
  });

  it('is not ready when the generator that was asked for is away', async () => {
    app = createBackend(createFakeCore({ generator: brokenGenerator }), 'qa');
    expect((await request('/ready')).status).toBe(503);
  });

  it('gives metrics by route pattern', async () => {
    await put('a.md', WARRANTY);
    await request('/nowhere/secret');
    const text = await (await request('/metrics')).text();
    expect(text).toContain('gecko_http_requests_total');
    expect(text).toContain('/corpus/documents/:id');
    expect(text).not.toContain('secret');
  });

  it('describes every route in OpenAPI', async () => {
    const { openapi, paths } = await json(await request('/openapi.json'));
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths).sort()).toEqual([
      '/ask',
      '/collections',
      '/corpus/documents',
      '/corpus/documents/{id}',
      '/corpus/documents/{id}/chunks',
      '/corpus/plan',
      '/corpus/reindex',
      '/corpus/rollback',
      '/health',
      '/metrics',
      '/ready',
      '/search',
    ]);
  });
});
