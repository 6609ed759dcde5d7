import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerOf, FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { GeckoError } from '../errors.ts';
import { chat } from './chat.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-chat-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  const citation = {
    ...{ n: 1, source: 'docs/warranty.md', title: 'Warranty', page: null, line: 3, score: 1 },
    ...{ span: [0, 9] as [number, number], text: 'Two years.', documentId: 'd', chunkId: 'c' },
  };
  rag.answer = [
    { event: 'token', data: { text: 'Two years [1].' } },
    { event: 'done', data: { ...answerOf('Two years [1].'), citations: [citation] } },
  ];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const input = { backend: 'rag' as const, collection: undefined, filters: [], topK: undefined };
const say = (...lines: string[]) => {
  runtime.ui.lines = lines;
  return chat(input, runtime);
};
const told = () => runtime.ui.events.map((event) => ('text' in event ? event.text : '')).join('\n');

describe('chat', () => {
  it('sends what was said before with each question', async () => {
    await say('How long is the warranty?', '', 'And of the chair?');
    expect(
      rag.questions.map(({ question, messages }) => [question, messages?.map(({ role }) => role)]),
    ).toEqual([
      ['How long is the warranty?', []],
      ['And of the chair?', ['user', 'assistant']],
    ]);
    expect(runtime.ui.out).toContain('Two years [1].\n\n[1] docs/warranty.md:3  Warranty');
  });

  it('forgets, filters and changes the backend when told', async () => {
    await say(
      'One?',
      '/clear',
      '/filter source=handbook',
      '/filter type=markdown',
      '/filter clear type',
      'Two?',
      '/filter clear',
      '/backend qa',
      '/backend',
    );
    expect(rag.questions[1]).toMatchObject({ messages: [], filter: { source: 'handbook' } });
    expect(told()).toMatch(/Filter: source=handbook[\s\S]*No filter\.[\s\S]*Backend: qa/);
  });

  it('shows the sources, and writes the conversation down to a new file only', async () => {
    const file = join(home, 'talk.md');
    await say('How long is the warranty?', '/sources', `/save ${file}`, `/save ${file}`);
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(
      /^# A conversation with gecko\n\n## How long is the warranty\?\n\n[\s\S]*\n- \[1\] docs\/warranty\.md:3 {2}Warranty\n$/,
    );
    expect(runtime.ui.out).toContain('Warranty\n    Two years.');
    expect(told()).toContain('is there already');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it('leaves at /quit, and names the command that was meant', async () => {
    await say('/sorces', '/quit', 'never asked');
    expect(told()).toContain('Did you mean /sources?');
    expect(rag.questions).toEqual([]);
  });

  it('goes on after an answer that was stopped, with what was shown of it', async () => {
    const stopping = new AbortController();
    let first = true;
    runtime.contain = (work) => work(first ? stopping.signal : runtime.signal);
    rag.onAsk = () => {
      if (first) stopping.abort();
      first = false;
    };
    await say('Tell me everything', 'And now?');
    expect(told()).toContain('Stopped.');
    expect(rag.questions[1]?.messages?.at(0)).toEqual({
      role: 'user',
      content: 'Tell me everything',
    });
  });

  it('tells what went wrong and goes on at a terminal, and fails without one', async () => {
    rag.failing = new GeckoError('BUSY', 'too many questions', { exitCode: 1 });
    await say('One?');
    expect(told()).toContain('too many questions');
    Object.assign(runtime.ui, { interactive: false });
    await expect(say('One?')).rejects.toMatchObject({ code: 'BUSY' });
  });

  it('refuses what is no file', async () => {
    writeFileSync(join(home, 'file'), '');
    await say(`/save ${join(home, 'file', 'x.md')}`, '/save');
    expect(told()).toMatch(/cannot be written[\s\S]*needs the name of a file/);
    expect(existsSync(join(home, 'file', 'x.md'))).toBe(false);
  });
});
