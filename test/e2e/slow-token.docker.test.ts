import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from './sandbox.ts';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Milliseconds before Ollama's first token: beyond the 60 s that nginx waits by itself. */
const SILENCE = 70_000;

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a language model that takes its time', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('slow');
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    gecko.configure(
      `limits: { concurrency: 4 }\nservices: { ollama: { env: { STAND_IN_FIRST_TOKEN_MS: "${SILENCE}" } } }`,
    );
    await gecko.ok('up');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  /** The ways to ask: each backend on the page's address, rag on its own port too. */
  const ways = () => [
    { port: gecko.ports.rag, path: '/ask' },
    { port: gecko.ports.web, path: '/api/rag/ask' },
    { port: gecko.ports.web, path: '/api/qa/ask' },
  ];

  it(`is waited for on every way, as JSON and as a stream that is kept alive (row 35: ${SILENCE} ms)`, async () => {
    const asked = ways().flatMap((way) => [
      { ...way, accept: 'application/json' },
      { ...way, accept: 'text/event-stream' },
    ]);
    const begun = performance.now();
    const answers = await Promise.all(asked.map((one) => ask(one)));
    for (const [i, { status, text }] of answers.entries()) {
      const { port, path, accept } = asked[i] ?? asked[0] ?? fail();
      const way = `${accept} from ${port}${path}`;
      expect(status, way).toBe(200);
      expect(text, way).toContain('dark');
      if (accept === 'application/json')
        expect(JSON.parse(text), way).toMatchObject({
          answer: expect.stringContaining('painted dark green'),
        });
      else {
        const events = [...text.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
        expect(events.at(-1), way).toBe('done');
        // Before the first token, every 15 s.
        const waiting = text.slice(0, text.indexOf('event: token'));
        expect(waiting.match(/^: /gm)?.length, way).toBeGreaterThanOrEqual(3);
      }
    }
    // That the silence was there at all: each of them can have waited no less.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(SILENCE);
  }, 200_000);

  it('stops working on an answer that nobody waits for any more', async () => {
    const told = async (what: string) => {
      const { stdout } = await gecko.run(['logs', 'ollama']);
      return stdout.split(`POST /api/chat: ${what}`).length - 1;
    };
    for (const way of ways()) {
      const [begun, left] = [await told('begun'), await told('the client has left')];
      const leaving = new AbortController();
      const asking = ask({ ...way, accept: 'text/event-stream', signal: leaving.signal });
      const failed = expect(asking).rejects.toThrow();
      await until(async () => (await told('begun')) > begun);
      leaving.abort();
      await failed;
      await until(async () => (await told('the client has left')) > left);
    }
  });
});

interface Asked {
  port: number;
  path: string;
  accept: string;
  signal?: AbortSignal;
}

/** Over node:http, which waits as long as it takes. */
function ask({ port, path, accept, signal }: Asked): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', accept };
    const options = { host: '127.0.0.1', port, path, method: 'POST', headers, agent: false };
    const sent = request({ ...options, ...(signal ? { signal } : {}) }, (answer) => {
      let text = '';
      answer.on('error', reject).setEncoding('utf8');
      answer.on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(JSON.stringify({ question: 'How is the pump painted?' }));
  });
}

function fail(): never {
  throw new Error('as many answers as questions');
}
