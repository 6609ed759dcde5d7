import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { AskResponse } from '@gecko/core/contract/ask';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeDocker } from '../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { GeckoError } from '../errors.ts';
import { type AskInput, ask } from './ask.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-ask-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  rag.answer = [token('Two '), token('years [1].'), { event: 'done', data: response() }];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('ask without its model (row 34)', () => {
  beforeEach(() => {
    const ask = rag.client.askStream;
    rag.client.askStream = (request, signal) => {
      if (runtime.hostOllama.has.size > 0) return ask(request, signal);
      throw new GeckoError('MODEL_MISSING', "Ollama: model 'llama3' not found", {
        exitCode: 1,
        hint: 'gecko model pull llama3',
      });
    };
    runtime.config.runtime = 'embedded';
    runtime.docker = async () => fakeDocker();
  });

  it('offers to bring it, and answers then', async () => {
    expect(await shown({ words: ['How', 'long?'] })).toMatch(/^Two years \[1\]\./);
    expect(runtime.ui.questions).toEqual(["Ollama: model 'llama3' not found. Pull llama3 now?"]);
    expect([...runtime.hostOllama.has.keys()]).toEqual(['llama3:latest']);
  });

  it.each([
    ['where nobody wants it', { answer: false }],
    ['without a terminal to ask on', { interactive: false }],
  ])('names the command %s', async (_, ui) => {
    Object.assign(runtime.ui, ui);
    await expect(shown({ words: ['?'] })).rejects.toMatchObject({
      code: 'MODEL_MISSING',
      hint: 'gecko model pull llama3',
    });
    expect(runtime.hostOllama.has.size).toBe(0);
  });
});

describe('ask', () => {
  it('streams the answer, then gives citations and what wrote it', async () => {
    expect(await shown({ words: ['How', 'long?'] })).toBe(
      [
        'Two years [1].',
        '',
        '[1] docs/warranty.md:12  Warranty',
        '[2] docs/terms.md, page 3  Terms',
        '',
        'no language model: no Ollama answers; lexical retrieval only: no weights',
        '',
      ].join('\n'),
    );
    expect(rag.questions).toEqual([{ question: 'How long?', collection: 'corpus_gecko3' }]);
  });

  it('prints one document with --json', async () => {
    Object.assign(runtime.ui, { mode: 'json' });
    expect(JSON.parse(await shown({ words: ['?'] }))).toEqual(response());
  });

  it('names the language model, and nothing about retrieval where both searches ran', async () => {
    const generator = { kind: 'ollama', model: 'llama3', reason: 'it answers' } as const;
    const retrieval = { mode: 'hybrid', candidates: 2 } as const;
    rag.answer = [{ event: 'done', data: { ...response(), generator, retrieval } }];
    expect(await shown({ words: ['?'] })).toMatch(
      /^Two years \[1\]\.\n[\s\S]*\n\nllama3 \(ollama\)\n$/,
    );
  });

  it('strips what would steer the terminal from titles and paths', async () => {
    const [first] = response().citations;
    if (!first) throw new Error('no citation');
    const citations = [
      { ...first, source: 'docs/\u001b[31ma\n.md', title: '\u001b]0;owned\u0007T' },
    ];
    rag.answer = [{ event: 'done', data: { ...response(), citations } }];
    expect(await shown({ words: ['?'] })).toContain('[1] docs/a .md:12  T\n');
  });

  it('reads the question from standard input', async () => {
    await shown({ words: [], stdin: Readable.from([Buffer.from('¿Qué '), Buffer.from('es?\n')]) });
    expect(rag.questions).toEqual([{ question: '¿Qué es?', collection: 'corpus_gecko3' }]);
  });

  it('takes no question as wrong usage, and starts nothing', async () => {
    for (const stdin of [
      Readable.from([' \n']),
      Object.assign(Readable.from(['x']), { isTTY: true }),
    ])
      await expect(shown({ words: [], stdin })).rejects.toMatchObject({
        code: 'USAGE',
        exitCode: 2,
      });
    expect(runtime.running).toBeNull();
  });

  it('sends what narrows the question down; a key that comes twice is a list', async () => {
    const filters = ['source=docs', 'type=a', 'type=b=c'];
    await shown({
      words: ['?'],
      filters,
      topK: 3,
      mode: 'dense',
      fusion: 'rrf',
      collection: 'team',
    });
    expect(rag.questions).toEqual([
      {
        question: '?',
        collection: 'team',
        filter: { source: 'docs', type: ['a', 'b=c'] },
        topK: 3,
        mode: 'dense',
        fusion: 'rrf',
      },
    ]);
    await expect(shown({ words: ['?'], topK: 0 })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('ends the line of an answer that was cut off', async () => {
    rag.client.askStream = async function* () {
      yield token('Two ');
      throw new GeckoError('BUSY', 'Later', { exitCode: 23 });
    };
    await expect(shown({ words: ['?'] })).rejects.toMatchObject({ code: 'BUSY' });
    expect(runtime.ui.out).toBe('Two \n\n');
  });
});

async function shown(input: Partial<AskInput>): Promise<string> {
  const stdin = Readable.from([]);
  const report = await ask({ words: [], stdin, backend: 'rag', filters: [], ...input }, runtime);
  runtime.ui.report(report);
  return runtime.ui.out;
}

function token(text: string) {
  return { event: 'token', data: { text } } as const;
}

function response(): AskResponse {
  const citation = { score: 1, text: 'text', documentId: 'd', chunkId: 'c' };
  const place = (
    n: number,
    source: string,
    title: string,
    line: number | null,
    page: number | null,
  ) => ({
    ...citation,
    span: [0, 4] as [number, number],
    n,
    source,
    title,
    line,
    page,
  });
  return {
    question: 'How long?',
    answer: 'Two years [1].',
    abstained: false,
    citations: [
      place(1, 'docs/warranty.md', 'Warranty', 12, null),
      place(2, 'docs/terms.md', 'Terms', 40, 3),
    ],
    backend: 'rag',
    generator: { kind: 'extractive', model: null, reason: 'no Ollama answers' },
    retrieval: { mode: 'lexical', candidates: 2, reason: 'no weights' },
    omitted: 0,
    truncated: false,
    timings: { retrieveMs: 1, firstTokenMs: 2, totalMs: 3 },
  };
}
