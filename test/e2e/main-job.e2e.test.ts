import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** The main job as a new user does it: documents in, cited answers out; with the real weights and with none. */
describe.each([
  { name: 'with the real weights', weights: process.env.GECKO_TEST_WEIGHTS, mode: 'hybrid' },
  { name: 'without weights', weights: '', mode: 'lexical' },
])('the main job $name', ({ weights, mode }) => {
  let gecko: Sandbox;
  let folder: string;

  beforeAll(async () => {
    if (weights === undefined)
      throw new Error('GECKO_TEST_WEIGHTS names no folder with the weights');
    gecko = await openSandbox(weights);
    folder = join(gecko.home, 'handbook');
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(
      join(folder, 'warranty.md'),
      '---\nauthor: Ann Lee\n---\n# Warranty\n\nThe lamp has a warranty of two years from the date of purchase.\n',
    );
    writeFileSync(
      join(folder, 'deep', 'envios.txt'),
      'Los pedidos se envían en tres días laborables. El envío a las islas tarda una semana.\n',
    );
    writeFileSync(join(folder, 'prices.csv'), 'product,price\nlamp,40\nchair,90\n');
  });
  afterAll(() => gecko?.close());

  it('answers about gecko in one command', async () => {
    const ended = await gecko.run(['quickstart', 'Where are the embedding weights kept?']);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stdout).toMatch(
      /cache folder[^\n]* \[(\d)\]\n(?:.*\n)*\[\1\] gecko-docs\/embeddings\.md:\d+/,
    );
    expect(ended.stdout).toMatch(/gecko down/);
  });

  it('ingests a folder, and the second time finds everything unchanged', async () => {
    const first = await gecko.json(['ingest', folder]);
    expect(first).toMatchObject({
      code: 0,
      document: { schema: 1, added: 3, updated: 0, unchanged: 0, removed: 0, failed: [] },
    });
    const second = await gecko.json(['ingest', folder]);
    expect(second).toMatchObject({
      code: 0,
      document: { added: 0, updated: 0, unchanged: 3, embedded: 0, chunks: 0 },
    });
  });

  it('keeps the contract of ask --json', async () => {
    const { code, document } = await gecko.json(['ask', 'How long is the warranty of the lamp?']);
    expect(code).toBe(0);
    expect(document).toMatchObject({
      schema: 1,
      question: 'How long is the warranty of the lamp?',
      abstained: false,
      backend: 'rag',
      generator: {
        kind: 'extractive',
        model: null,
        reason: expect.stringContaining('no language model'),
      },
      retrieval: { mode, candidates: expect.any(Number) },
      timings: {
        retrieveMs: expect.any(Number),
        firstTokenMs: expect.any(Number),
        totalMs: expect.any(Number),
      },
    });
    expect(document.answer).toContain('two years');
    const [citation] = document.citations as Record<string, unknown>[];
    expect(citation).toMatchObject({
      n: expect.any(Number),
      source: 'handbook/warranty.md',
      title: 'Warranty',
      page: null,
      span: [expect.any(Number), expect.any(Number)],
      score: expect.any(Number),
      text: expect.stringContaining('two years'),
    });
  });

  it('finds Spanish without its accents', async () => {
    const { document } = await gecko.json([
      'ask',
      '¿En cuantos dias se envian los pedidos?',
      '--backend',
      'qa',
    ]);
    expect(document).toMatchObject({ abstained: false, backend: 'qa' });
    expect(document.answer).toContain('tres días');
  });

  it('abstains where the corpus does not answer', async () => {
    const { code, document } = await gecko.json(['ask', 'What is the capital of Mongolia?']);
    expect(code).toBe(0);
    expect(document).toMatchObject({ abstained: true, citations: [] });
  });

  it('filters by source, type and front matter', async () => {
    const { document } = await gecko.json([
      'ask',
      'What is the warranty of the lamp?',
      '--filter',
      'author=Ann Lee',
      '--filter',
      'source=handbook',
    ]);
    expect((document.citations as { source: string }[]).map(({ source }) => source)).toEqual([
      'handbook/warranty.md',
    ]);
    const unknown = await gecko.json(['ask', 'lamp', '--filter', 'autor=x']);
    expect(unknown).toMatchObject({ document: { error: { code: 'FILTER_UNKNOWN_FIELD' } } });
    expect(unknown.code).toBe(2);
  });

  it('streams events over HTTP', async () => {
    const response = await fetch(`http://127.0.0.1:${gecko.ports.qa}/ask`, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ question: 'How long is the warranty of the lamp?' }),
    });
    const events = [...(await response.text()).matchAll(/^event: (.*)$/gm)].map(
      ([, event]) => event,
    );
    expect(events[0]).toBe('citations');
    expect(events).toContain('token');
    expect(events.at(-1)).toBe('done');
  });

  it('reports each file that cannot be read, ingests the rest, and ends with 3', async () => {
    const mixed = join(gecko.home, 'mixed');
    mkdirSync(mixed);
    writeFileSync(join(mixed, 'good.md'), '# Good\n\nA readable page about bicycles.\n');
    writeFileSync(
      join(mixed, 'binary.md'),
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 2, 0]),
    );
    writeFileSync(join(mixed, 'broken.json'), '{"a": 1,,}');
    writeFileSync(
      join(mixed, 'latin1.txt'),
      Buffer.from('La estación de tren está aquí.', 'latin1'),
    );
    writeFileSync(
      join(mixed, 'utf16.txt'),
      Buffer.from('\ufeffA page in UTF-16 about lighthouses.', 'utf16le'),
    );
    const { code, document } = await gecko.json(['ingest', mixed]);
    expect(code).toBe(3);
    expect(document).toMatchObject({ added: 3 });
    const failed = document.failed as { source: string; reason: string }[];
    expect(failed.map(({ source }) => source).sort()).toEqual([
      'mixed/binary.md',
      'mixed/broken.json',
    ]);
    const { document: answer } = await gecko.json(['ask', '¿Dónde está la estación de tren?']);
    expect(answer.answer).toContain('estación de tren está aquí');
  });

  it('removes what is gone only when asked, and never for an empty folder', async () => {
    rmSync(join(folder, 'prices.csv'));
    expect(await gecko.json(['ingest', folder])).toMatchObject({ document: { removed: 0 } });
    expect(await gecko.json(['ingest', folder, '--prune', '--yes'])).toMatchObject({
      code: 0,
      document: { removed: 1 },
    });
    const hidden = `${folder}-away`;
    rmSync(hidden, { recursive: true, force: true });
    const empty = join(gecko.home, 'other', 'handbook');
    mkdirSync(empty, { recursive: true });
    const refused = await gecko.json(['ingest', empty, '--prune', '--yes', '--source', 'handbook']);
    expect(refused.code).not.toBe(0);
    expect(await gecko.json(['corpus', 'list', '--source', 'handbook'])).toMatchObject({
      code: 0,
      document: { documents: [{}, {}] },
    });
  });

  it('makes a new generation, goes back, and stops', async () => {
    expect(await gecko.run(['corpus', 'reindex'])).toMatchObject({ code: 0 });
    const { document } = await gecko.json(['ask', 'How long is the warranty of the lamp?']);
    expect(document.answer).toContain('two years');
    expect(await gecko.run(['corpus', 'rollback'])).toMatchObject({ code: 0 });
    expect(await gecko.run(['down'])).toMatchObject({ code: 0 });
    expect(gecko.processes()).toEqual([]);
  });
});
