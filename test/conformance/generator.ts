import { ServiceError } from '@gecko/core/contract/errors';
import type { ChatTools } from '@gecko/core/generate/chat';
import type { GenerateRequest, Generator } from '@gecko/core/generate/port';
import type { GeneratorSettings } from '@gecko/core/generate/settings';
import { Agent, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Reply, type ScriptedServer, startScriptedServer } from '../fakes/scripted-server.ts';
import { collectAnswer } from './collect-answer.ts';

/** What a server of this kind answers in each situation. */
export interface Replies {
  /** A whole answer, its text below. */
  stream: Reply;
  text: string;
  /** An answer that ended because it was long enough. */
  long: Reply;
  missingModel: Reply;
  busy: Reply;
  tooLong: Reply;
  /** A stream that says that it failed. */
  failing: Reply;
}

export interface GeneratorCase {
  replies: Replies;
  create(settings: GeneratorSettings, url: string, tools: ChatTools): Generator;
}

const settings: GeneratorSettings = {
  kind: 'auto',
  key: 'sk-secret-key',
  ollama: [],
  model: 'llama3',
  keepAlive: '5m',
  contextTokens: 4096,
  answerTokens: 512,
  gguf: { folder: '/nowhere', runtime: '/nowhere', threads: 1 },
};

const passages = [1, 2, 3].map((n) => ({
  n,
  title: `Title ${n}`,
  source: `docs/${n}.md`,
  text: `Passage number ${n} speaks.`,
}));

/** What every generator that stands on a server promises; knows no protocol. */
export function generatorConformance(name: string, { replies, create }: GeneratorCase): void {
  describe(`${name} as a generator`, () => {
    let server: ScriptedServer;
    let generator: Generator;
    let slept: number;

    const tools: ChatTools = {
      log: () => {},
      clock: {
        now: () => 0,
        monotonic: () => 0,
        sleep: async (milliseconds) => {
          slept += milliseconds;
        },
      },
    };

    beforeEach(async () => {
      slept = 0;
      server = await startScriptedServer();
      generator = create({ ...settings, url: server.url }, server.url, tools);
    });
    afterEach(() => server.close());

    const request = (signal = new AbortController().signal): GenerateRequest => ({
      question: 'What is said?',
      understood: 'What is said?',
      history: [],
      passages,
      language: 'en',
      signal,
    });
    const shownPassages = (i: number) =>
      server.requests[i]?.body.match(/<passage number/g)?.length ?? 0;

    it('streams the answer piece by piece', async () => {
      server.script(replies.stream);
      const { pieces, result } = await collectAnswer(generator.generate(request()));
      expect(pieces.length).toBeGreaterThan(3);
      expect(pieces.join('')).toBe(replies.text);
      expect(result).toEqual({ omitted: 0, stop: 'end' });
    });

    it('row 35: waits for the first token longer than fetch does by itself', async () => {
      const usual = getGlobalDispatcher();
      const hasty = new Agent({ headersTimeout: 1 });
      setGlobalDispatcher(hasty);
      try {
        // undici looks at its clock twice a second.
        server.script({ ...replies.stream, delay: 2_500 });
        const asked = fetch(server.url, { method: 'POST', body: '{}' });
        const answered = collectAnswer(generator.generate(request()));
        await expect(asked).rejects.toMatchObject({ cause: { code: 'UND_ERR_HEADERS_TIMEOUT' } });
        expect((await answered).pieces.join('')).toBe(replies.text);
      } finally {
        setGlobalDispatcher(usual);
        await hasty.destroy();
      }
    });

    it('asks for a stream, and for the same options every time', async () => {
      server.script(replies.stream);
      await collectAnswer(generator.generate(request()));
      await collectAnswer(generator.generate({ ...request(), passages: passages.slice(0, 1) }));
      const [one, two] = server.requests.map(({ body }) => ({ ...JSON.parse(body), messages: [] }));
      expect(one).toMatchObject({ stream: true, model: 'llama3' });
      expect(two).toEqual(one);
    });

    it('says when the answer was cut for its length', async () => {
      server.script(replies.long);
      expect((await collectAnswer(generator.generate(request()))).result.stop).toBe('length');
    });

    it('names a missing model', async () => {
      server.script(replies.missingModel);
      await expect(collectAnswer(generator.generate(request()))).rejects.toMatchObject({
        code: 'MODEL_MISSING',
      });
      expect(server.requests).toHaveLength(1);
    });

    it('asks a busy server again after a while', async () => {
      server.script(replies.busy, replies.busy, replies.stream);
      expect((await collectAnswer(generator.generate(request()))).pieces.join('')).toBe(
        replies.text,
      );
      expect(slept).toBeGreaterThan(0);
    });

    it('gives up on a server that stays busy', async () => {
      server.script(replies.busy);
      await expect(collectAnswer(generator.generate(request()))).rejects.toMatchObject({
        code: 'BUSY',
      });
      expect(server.requests.length).toBeLessThanOrEqual(5);
    });

    it('leaves out the weakest passage when the server finds the prompt too long', async () => {
      server.script(replies.tooLong, replies.stream);
      const { result } = await collectAnswer(generator.generate(request()));
      expect(result.omitted).toBe(1);
      expect([shownPassages(0), shownPassages(1)]).toEqual([3, 2]);
      expect(server.requests[1]?.body).not.toContain('docs/3.md');
    });

    it('says that the prompt is too long when one passage is', async () => {
      server.script(replies.tooLong);
      await expect(collectAnswer(generator.generate(request()))).rejects.toMatchObject({
        code: 'PROMPT_TOO_LONG',
      });
    });

    it('leaves out whole passages that do not fit the context, before it asks', async () => {
      server.script(replies.stream);
      const long = passages.map((passage) => ({ ...passage, text: 'word '.repeat(700) }));
      const { result } = await collectAnswer(generator.generate({ ...request(), passages: long }));
      expect(shownPassages(0) + result.omitted).toBe(3);
      expect(result.omitted).toBeGreaterThan(0);
    });

    it('fails when the server fails within a stream', async () => {
      server.script(replies.failing);
      await expect(collectAnswer(generator.generate(request()))).rejects.toMatchObject({
        code: 'GENERATOR_UNREACHABLE',
      });
      expect(server.requests).toHaveLength(1);
    });

    it('fails when the connection is cut within a stream', async () => {
      const lines = replies.stream.lines?.slice(0, 5) ?? [];
      server.script({ ...replies.stream, lines, after: 'cut' });
      await expect(collectAnswer(generator.generate(request()))).rejects.toBeInstanceOf(
        ServiceError,
      );
    });

    it('fails when the stream ends without saying so', async () => {
      server.script({ ...replies.stream, lines: replies.stream.lines?.slice(0, 5) ?? [] });
      await expect(collectAnswer(generator.generate(request()))).rejects.toMatchObject({
        code: 'GENERATOR_UNREACHABLE',
      });
    });

    it('closes the connection when its reader leaves', async () => {
      const lines = replies.stream.lines?.slice(0, 5) ?? [];
      server.script({ ...replies.stream, lines, after: 'hang' });
      for await (const _ of generator.generate(request())) break;
      await server.abandoned();
    });

    it('closes the connection on abort before the headers have come', async () => {
      server.script({ ...replies.stream, silent: true });
      const stop = new AbortController();
      const answer = collectAnswer(generator.generate(request(stop.signal)));
      const failed = expect(answer).rejects.toMatchObject({ message: 'enough' });
      await until(() => server.requests.length > 0);
      stop.abort(new Error('enough'));
      await failed;
      await server.abandoned();
    });

    it('closes the connection on abort within the stream', async () => {
      const lines = replies.stream.lines?.slice(0, 5) ?? [];
      server.script({ ...replies.stream, lines, after: 'hang' });
      const stop = new AbortController();
      const answer = generator.generate(request(stop.signal));
      await answer.next();
      stop.abort(new Error('enough'));
      await expect(collectAnswer(answer)).rejects.toMatchObject({ message: 'enough' });
      await server.abandoned();
    });

    it('asks nobody when the question was given up before', async () => {
      const answer = generator.generate(request(AbortSignal.abort(new Error('enough'))));
      await expect(collectAnswer(answer)).rejects.toMatchObject({ message: 'enough' });
      expect(server.requests).toHaveLength(0);
    });

    it('says where it looked when nothing listens', async () => {
      await server.close();
      const answer = collectAnswer(generator.generate(request()));
      await expect(answer).rejects.toMatchObject({
        code: 'GENERATOR_UNREACHABLE',
        message: expect.stringContaining(server.url),
      });
      expect((await generator.check()).ok).toBe(false);
    });

    it('never says its key, even when the server does', async () => {
      const body = { error: 'invalid key sk-secret-key' };
      for (const status of [400, 401, 500]) {
        server.script({ status, headers: { 'content-type': 'application/json' }, body });
        const failure = await collectAnswer(generator.generate(request())).catch((error) => error);
        expect(failure).toBeInstanceOf(ServiceError);
        expect(`${failure.message} ${failure.hint}`).not.toContain('sk-secret-key');
      }
      expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-secret-key');
    });
  });
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}
