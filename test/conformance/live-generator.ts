import type { ChatTools } from '@gecko/core/generate/chat';
import type { GenerateRequest, Generator } from '@gecko/core/generate/port';
import type { GeneratorSettings } from '@gecko/core/generate/settings';
import { describe, expect, it } from 'vitest';
import { collectAnswer } from './collect-answer.ts';

export interface LiveGeneratorCase {
  settings: GeneratorSettings;
  /** Of a server that somebody runs for tests, with `settings.model`. */
  url: string;
  tools: ChatTools;
  create(settings: GeneratorSettings, url: string, tools: ChatTools): Generator;
}

const passages = [1, 2, 3].map((n) => ({
  n,
  title: `Title ${n}`,
  source: `docs/${n}.md`,
  text: `Passage number ${n} says that the port of the server is 6333.`,
}));

/** A model may have to be loaded first, on a CPU. */
const PATIENCE_MS = 300_000;

/** What every generator promises whatever its model says; the rest needs a server that answers as told. */
export function liveGeneratorConformance(
  name: string,
  { settings, url, tools, create }: LiveGeneratorCase,
): void {
  describe(`${name} as a generator`, { timeout: PATIENCE_MS }, () => {
    const made = (change: Partial<GeneratorSettings> = {}) =>
      create({ ...settings, ...change }, url, tools);
    const request = (change: Partial<GenerateRequest> = {}): GenerateRequest => ({
      question: 'Which port does the server have? Explain it in three sentences.',
      understood: 'Which port does the server have? Explain it in three sentences.',
      history: [],
      passages,
      language: 'en',
      signal: new AbortController().signal,
      ...change,
    });

    it('is there', async () => {
      expect(await made().check()).toMatchObject({ ok: true });
      expect(await made({ model: 'gecko-no-such-model' }).check()).toMatchObject({ ok: false });
    });

    it('streams the answer piece by piece', async () => {
      const { pieces, result } = await collectAnswer(made().generate(request()));
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('').trim()).not.toBe('');
      expect(result.omitted).toBe(0);
    });

    it('says when the answer was cut for its length', async () => {
      const { result } = await collectAnswer(made({ answerTokens: 4 }).generate(request()));
      expect(result.stop).toBe('length');
    });

    it('names a missing model', async () => {
      const answer = made({ model: 'gecko-no-such-model' }).generate(request());
      await expect(collectAnswer(answer)).rejects.toMatchObject({ code: 'MODEL_MISSING' });
    });

    it('leaves out whole passages that do not fit the context, and answers', async () => {
      const long = passages.map((passage) => ({ ...passage, text: 'word '.repeat(700) }));
      const { pieces, result } = await collectAnswer(made().generate(request({ passages: long })));
      expect(result.omitted).toBeGreaterThan(0);
      expect(pieces.length).toBeGreaterThan(0);
    });

    it('says that a prompt does not fit, whoever has made it', async () => {
      const content = 'word '.repeat(20_000);
      const { signal } = request();
      const answer = made().complete?.([{ role: 'user', content }], signal);
      await expect(answer?.next()).rejects.toMatchObject({ code: 'PROMPT_TOO_LONG' });
    });

    it('stops on abort within the stream, and answers the next question', async () => {
      const stop = new AbortController();
      const generator = made();
      const answer = generator.generate(request({ signal: stop.signal }));
      expect((await answer.next()).done).toBe(false);
      stop.abort(new Error('enough'));
      await expect(collectAnswer(answer)).rejects.toMatchObject({ message: 'enough' });
      const { pieces } = await collectAnswer(generator.generate(request()));
      expect(pieces.length).toBeGreaterThan(0);
    });
  });
}
