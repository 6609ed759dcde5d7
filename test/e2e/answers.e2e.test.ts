import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

const weights = process.env.GECKO_TEST_WEIGHTS;

let gecko: Sandbox;
afterEach(() => gecko.close());

/** A small corpus with one fact a document. */
const handbook = {
  'warranty.md': '# Warranty\n\nThe warranty of the pump lasts thirty months from delivery.\n',
  'travel.md':
    '# Travel\n\nTrips above two hundred euros need the approval of the office manager.\n',
  'es/vacaciones.md': '# Vacaciones\n\nCada persona tiene veintiocho días de vacaciones al año.\n',
};

function writeHandbook(): string {
  const root = join(gecko.home, 'handbook');
  mkdirSync(join(root, 'es'), { recursive: true });
  for (const [path, text] of Object.entries(handbook)) writeFileSync(join(root, path), text);
  return root;
}

function sourcesOf(document: Record<string, unknown>): string[] {
  return (document.citations as { source: string }[]).map(({ source }) => source);
}

describe.each([
  { how: 'with the embedding weights', folder: weights, mode: 'hybrid' },
  { how: 'without embedding weights', folder: '', mode: 'lexical' },
])('$how', ({ folder, mode }) => {
  beforeEach(async () => {
    gecko = await openSandbox(folder);
  });

  it.skipIf(folder === undefined)('gecko answers from its own documentation', async () => {
    expect(await gecko.run(['quickstart'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\[1\] gecko-docs\/[\w/-]+\.md:\d+/m),
    });
    const { document } = await gecko.json(['ask', 'Where are the embedding weights kept?']);
    expect(sourcesOf(document)).toContain('gecko-docs/embeddings.md');
    expect(document).toMatchObject({ abstained: false, retrieval: { mode } });
    expect(await gecko.json(['ask', 'What is the capital of Mongolia?'])).toMatchObject({
      code: 0,
      document: { abstained: true },
    });
  });

  it.skipIf(folder === undefined)(
    'gecko answers in Spanish and English from one corpus',
    async () => {
      expect(await gecko.run(['ingest', writeHandbook()])).toMatchObject({ code: 0 });
      const english = await gecko.json(['ask', 'Which warranty does the pump have?']);
      expect(sourcesOf(english.document)[0]).toBe('handbook/warranty.md');
      const spanish = await gecko.json([
        'ask',
        '--backend',
        'qa',
        '¿Cuántos días de vacaciones tiene cada persona?',
      ]);
      expect(sourcesOf(spanish.document)[0]).toBe('handbook/es/vacaciones.md');
      expect(spanish.document).toMatchObject({ retrieval: { mode } });
    },
  );
});

describe('an answer', () => {
  beforeEach(async () => {
    gecko = await openSandbox('');
    await gecko.run(['ingest', writeHandbook()]);
  });

  it('is streamed over HTTP: citations, text, the whole', async () => {
    const response = await fetch(`http://127.0.0.1:${gecko.ports.qa}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question: 'Which warranty does the pump have?' }),
    });
    const events = [...(await response.text()).matchAll(/^event: (\w+)$/gm)].map(
      ([, name]) => name,
    );
    expect(events[0]).toBe('citations');
    expect(events).toContain('token');
    expect(events.at(-1)).toBe('done');
  });

  it('comes from one new daemon when two ask after the old one was killed', async () => {
    for (const pid of gecko.processes()) process.kill(pid, 'SIGKILL');
    const answers = await Promise.all([
      gecko.json(['ask', 'Which warranty does the pump have?']),
      gecko.json(['ask', 'Who approves trips above two hundred euros?']),
    ]);
    expect(answers.map(({ code }) => code)).toEqual([0, 0]);
    expect(answers.map(({ document }) => sourcesOf(document)[0])).toEqual([
      'handbook/warranty.md',
      'handbook/travel.md',
    ]);
    expect(gecko.processes()).toHaveLength(1);
  });
});
