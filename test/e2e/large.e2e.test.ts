import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startScriptedServer } from '../fakes/scripted-server.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** Sizes and waits that a change's check has a sample of; `npm run test:long` asks for all of it. */
const files = Number(process.env.GECKO_TEST_FILES ?? 2_000);
const silence = Number(process.env.GECKO_TEST_SILENCE_MS ?? 3_000);

let gecko: Sandbox;
beforeEach(async () => {
  gecko = await openSandbox('');
});
afterEach(() => gecko.close());

it(`row 37: ${files} small files are taken in, and found unchanged by the next run`, async () => {
  for (let i = 0; i < files; i += 1) {
    const folder = join(gecko.home, 'many', `f${Math.floor(i / 1_000)}`);
    if (i % 1_000 === 0) mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `n${i}.md`),
      `# Note ${i}\n\nThe note ${i} speaks of the valve ${i % 977}.\n`,
    );
  }
  const report = { schema: 1, updated: 0, removed: 0, failed: [], skipped: [] };
  const ingest = async () => {
    const { code, stdout, stderr } = await gecko.run(['ingest', 'many', '--json']);
    return { code, report: JSON.parse(stdout), warned: /warning/i.test(stderr) };
  };
  expect(await ingest()).toMatchObject({
    code: 0,
    report: { ...report, added: files, unchanged: 0 },
    warned: false,
  });
  expect(await ingest()).toMatchObject({
    code: 0,
    report: { ...report, added: 0, unchanged: files },
    warned: false,
  });
  const { document } = await gecko.json(['ask', `What does note ${files - 1} speak of?`]);
  expect(document).toMatchObject({
    citations: expect.arrayContaining([
      expect.objectContaining({ source: expect.stringContaining(`n${files - 1}.md`) }),
    ]),
  });
});

it(`row 35: an answer is waited for although the model says nothing for ${silence} ms, headers included`, async () => {
  const model = await startScriptedServer();
  try {
    model.get('/api/tags', {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: { models: [{ name: 'llama3:latest', model: 'llama3:latest' }] },
    });
    model.script({
      status: 200,
      headers: { 'content-type': 'application/x-ndjson' },
      lines: [
        { message: { role: 'assistant', content: 'The pump is green [1].' }, done: false },
        { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
      ],
      delay: silence,
    });
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    const env = { GECKO_GENERATOR_KIND: 'ollama', OLLAMA_HOST: model.url };
    expect(await gecko.run(['ingest', 'pump.md'], { env })).toMatchObject({ code: 0 });
    const asked = await gecko.run(['ask', 'How is the pump painted?'], { env });
    expect(asked).toMatchObject({ code: 0, stdout: expect.stringContaining('The pump is green') });
  } finally {
    await model.close();
  }
});
