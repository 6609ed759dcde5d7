import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOllamaServer } from './ollama-server.ts';
import { recordedOllama } from './recorded-ollama.ts';

/** The stand-in against what a real Ollama answered: status, kind of content, and the keys of each object. */
let folder: string;
let server: Server;
let base: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-ollama-'));
  server = createOllamaServer({ folder, registry: ['smollm2'] });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

async function ask(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') {
  const response = await fetch(`${base}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const type = response.headers.get('content-type')?.split(';')[0];
  return { status: response.status, type, text };
}
const pull = () => ask('/api/pull', { model: 'smollm2' });
const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A value by its shape: keys and types. */
function shape(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
  return typeof value;
}

describe('the stand-in for Ollama', () => {
  it.each([
    ['show-missing', '/api/show', { model: 'nope-model' }],
    ['chat-missing-model', '/api/chat', { model: 'nope-model', messages: [] }],
    ['generate-missing-model', '/api/generate', { model: 'nope-model' }],
    ['pull-bad-name', '/api/pull', { model: 'bad name!!' }],
  ])('refuses in the same words: %s', async (name, path, body) => {
    const real = recordedOllama(name);
    const { status, type, text } = await ask(path, body);
    expect({ status, type }).toEqual({ status: real.status, type: 'application/json' });
    expect(JSON.parse(text)).toEqual(real.body);
  });

  it('pulls in the same lines, and has the model afterwards', async () => {
    const real = recordedOllama('pull-resume-success').lines ?? [];
    const lines = linesOf((await pull()).text);
    expect(lines[0]).toEqual(real[0]);
    expect(shape(lines[1])).toEqual(shape(real[1]));
    expect(lines.slice(-3)).toEqual(real.slice(-3));
    const tags = JSON.parse((await ask('/api/tags')).text);
    expect(shape(tags)).toEqual(shape(recordedOllama('tags').body));
    expect(tags.models[0].name).toBe('smollm2:latest');
  });

  it('fails in a 200 stream where the registry has no such model', async () => {
    const { status, text } = await ask('/api/pull', { model: 'nope' });
    expect(status).toBe(200);
    expect(linesOf(text)).toEqual(recordedOllama('pull-missing-registry404').lines);
  });

  it('streams an answer in the same objects', async () => {
    await pull();
    const real = recordedOllama('chat-stream').lines ?? [];
    const content =
      '<passage number="1" source="a.md" title="A">\n# Pump\n\nThe pump is green. It is old.\n</passage>\n\nQuestion: x';
    const { text } = await ask('/api/chat', {
      model: 'smollm2',
      messages: [{ role: 'user', content }],
    });
    const lines = linesOf(text);
    expect(shape(lines[0])).toEqual(shape(real[0]));
    expect(Object.keys(real.at(-1) as object)).toEqual(
      expect.arrayContaining(Object.keys(lines.at(-1) ?? {})),
    );
    const said = lines.map(({ message }) => (message as { content: string }).content).join('');
    expect(said).toBe('The pump is green. [1]');
  });
});
