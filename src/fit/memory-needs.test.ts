import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import { computeBytes } from './compute-bytes.ts';
import { inCatalogue } from './in-catalogue.ts';
import { kvCacheBytes } from './kv-cache-bytes.ts';
import { memoryNeeds } from './memory-needs.ts';
import type { ModelShape } from './model-shape.ts';
import { shapeOf } from './shape-of.ts';
import { useOf } from './use-of.ts';

const MiB = 2 ** 20;
const known = (name: string): ModelShape => {
  const found = inCatalogue(name);
  if (!found) throw new Error(`${name} is not in the catalogue`);
  return found.shape;
};
const recorded = (name: string) =>
  JSON.parse(
    readFileSync(new URL(`../../test/fixtures/ollama/${name}.json`, import.meta.url), 'utf8'),
  ).body;

describe('keys and values of a context', () => {
  // Measured: llama.cpp's own log lines ("KV self size"), in public reports of Ollama and llama.cpp.
  it.each([
    ['llama3', 8192, {}, 1024],
    ['qwen3:8b', 8192, {}, 1152],
    ['llama3.1:8b', 8192, { OLLAMA_KV_CACHE_TYPE: 'q8_0' }, 512],
    ['llama3', 2048, { OLLAMA_NUM_PARALLEL: '4' }, 1024],
  ])('of %s at %d tokens %o take %d MiB', (name, context, env, mebibytes) => {
    expect(kvCacheBytes(known(name), useOf(context, env)) / MiB).toBe(mebibytes);
  });

  it('keep the window of a layer of Gemma 3 only, but for each sixth', () => {
    // 5 global layers of 34 with 8192 tokens, 29 with 1024 and a batch of 512.
    expect(kvCacheBytes(known('gemma3:4b'), useOf(8192))).toBe(
      (5 * 8192 + 29 * 1536) * 512 * 4 * 2,
    );
  });

  it('are none in a layer that keeps none', () => {
    const shape = { ...known('llama3'), layers: 3, kvHeads: [8, 0, 4] };
    expect(kvCacheBytes(shape, useOf(1000))).toBe(1000 * 256 * 12 * 2);
  });
});

describe('the buffer of the computation', () => {
  // Measured: "compute buffer size" in the same logs, flash attention off.
  it.each([
    ['llama3', 8192, 560],
    ['llama3', 4096, 296],
  ])('of %s at %d tokens takes %d MiB', (name, context, mebibytes) => {
    expect(computeBytes(known(name), useOf(context)) / MiB).toBeCloseTo(mebibytes, 0);
  });

  it.each(catalogue.map(({ name, shape }) => [name, shape] as const))(
    'of %s has room for the table of next words at least',
    (_, shape) => {
      const words = 4 * 512 * (shape.embedding + shape.vocabulary);
      expect(computeBytes(shape, useOf(2048))).toBeGreaterThanOrEqual(words);
    },
  );
});

describe('memory of a loaded model', () => {
  it('is what a real Ollama reported of a small one, within 1 %, which leaves the buffer out on a processor', () => {
    const shape = shapeOf(recorded('show').model_info);
    const [{ size: file }] = recorded('tags').models;
    const [{ size, context_length: context }] = recorded('ps-loaded').models;
    if (!shape) throw new Error('no shape');
    const { weights, cache } = memoryNeeds(file, shape, useOf(context));
    expect(Math.abs(weights + cache - size) / size).toBeLessThan(0.01);
  });

  it('is the 6.7 GB that ollama ps tells of llama3 on a card with four contexts of 2048, within 10 %', () => {
    const use = useOf(2048, { OLLAMA_NUM_PARALLEL: '4' });
    const { total } = memoryNeeds(4_661_224_676, known('llama3'), use);
    expect(Math.abs(total - 6.7e9) / 6.7e9).toBeLessThan(0.1);
  });

  it('is the 42 GB that the documentation of ollama ps tells of llama3:70b, within 5 %', () => {
    const shape = { ...known('llama3'), layers: 80, heads: 64, embedding: 8192 };
    const { total } = memoryNeeds(40e9, shape, useOf(2048));
    expect(Math.abs(total - 42e9) / 42e9).toBeLessThan(0.05);
  });
});

describe('shapeOf', () => {
  it('reads what a real Ollama shows', () => {
    expect(shapeOf(recorded('show').model_info)).toEqual({
      architecture: 'llama',
      layers: 30,
      heads: 9,
      kvHeads: 3,
      embedding: 576,
      keyLength: 64,
      valueLength: 64,
      vocabulary: 49_152,
      contextTokens: 8192,
      window: null,
    });
  });

  it.each([
    ['nothing', {}],
    ['no architecture', { 'llama.block_count': 4 }],
    ['no layers', { 'general.architecture': 'llama', 'llama.embedding_length': 4 }],
    [
      'a number of layers in words',
      { 'general.architecture': 'llama', 'llama.block_count': 'many', 'llama.embedding_length': 4 },
    ],
  ])('is null where the metadata has %s', (_, metadata) => {
    expect(shapeOf(metadata)).toBeNull();
  });

  it('reads heads for each layer, and a window', () => {
    const shape = shapeOf({
      'general.architecture': 'gemma3',
      'gemma3.block_count': 2,
      'gemma3.embedding_length': 1152,
      'gemma3.attention.head_count': 4,
      'gemma3.attention.head_count_kv': [1, 2],
      'gemma3.attention.key_length': 256,
      'gemma3.attention.value_length': 256,
      'gemma3.attention.sliding_window': 512,
    });
    expect(shape).toMatchObject({ kvHeads: [1, 2], keyLength: 256, window: 512 });
  });
});
