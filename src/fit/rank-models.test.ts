import { describe, expect, it } from 'vitest';
import { catalogue } from './catalogue.ts';
import type { FitMachine } from './fit-machine.ts';
import { fitOf, GPU_RESERVE } from './fit-of.ts';
import { gpuBandwidth } from './gpu-bandwidth.ts';
import { inCatalogue } from './in-catalogue.ts';
import { judgeModel } from './judge-model.ts';
import { rankModels } from './rank-models.ts';
import { tokensPerSecond } from './tokens-per-second.ts';
import { useOf } from './use-of.ts';

const GB = 1e9;
const machine = (memory: number, gpu = 0, name = 'NVIDIA GeForce RTX 3060'): FitMachine => ({
  gpu: gpu === 0 ? null : { name, memory: gpu * GB, bandwidth: gpuBandwidth(name) },
  memory: memory * GB,
  bandwidth: 20 * GB,
});
const ranked = (where: FitMachine) => rankModels(catalogue, useOf(4096), where);

describe('where a model comes to lie', () => {
  const needs = { weights: 8, cache: 2, compute: 1, total: 11, layers: 10 };
  const card = (memory: number) => ({
    name: 'a card',
    memory: memory + GPU_RESERVE,
    bandwidth: null,
  });
  it.each([
    ['all of it on a card that has room for it', 11, 0, { where: 'gpu' }],
    [
      'as many layers as a smaller card has room for',
      5,
      100,
      { where: 'partly', layers: 4, of: 10 },
    ],
    ['the memory where no layer has room on the card', 1, 100, { where: 'cpu' }],
    ['nowhere where the rest has no room', 5, 6, { where: 'no', lacking: 1 }],
  ])('%s', (_, gpu, memory, fit) => {
    expect(fitOf(needs, { gpu: card(gpu), memory })).toEqual(fit);
  });

  it('the memory where there is no card, or nowhere', () => {
    expect(fitOf(needs, { gpu: null, memory: 11 })).toEqual({ where: 'cpu' });
    expect(fitOf(needs, { gpu: null, memory: 10 })).toEqual({ where: 'no', lacking: 1 });
  });
});

describe('tokens a second', () => {
  // 7B in Q4_0 (3.83 GB), empty cache; measured by llama.cpp's users (discussion 4167, pull request 4766).
  // Of the H100, with Ollama 0.33: 7.4 billion parameters in Q8_0, and 135 million in Q4_1.
  it.each([
    ['M1, 68 GB/s', 68, 3.83, 14.2],
    ['M4, 120 GB/s', 120, 3.83, 24],
    ['M4 Max, 546 GB/s', 546, 3.83, 83],
    ['P40, 346 GB/s', 346, 3.83, 56.8],
    ['H100, 3350 GB/s', 3350, 7.85, 199],
    ['H100, a model that is read at once', 3350, 0.098, 668],
  ])('are told too low rather than too high: %s', (_, bandwidth, gigabytes, measured) => {
    const gpu = { name: 'a card', memory: 0, bandwidth: bandwidth * GB };
    const told = tokensPerSecond(
      { weights: gigabytes * GB, cache: 0 },
      { where: 'gpu' },
      { gpu, bandwidth: null },
    );
    expect(told).toBeLessThan(measured * 1.05);
    expect(told).toBeGreaterThan(measured * 0.65);
  });

  it('add the times up where a model lies in both memories', () => {
    const gpu = { name: 'a card', memory: 0, bandwidth: 100 };
    const needs = { weights: 100, cache: 0 };
    const told = tokensPerSecond(
      needs,
      { where: 'partly', layers: 1, of: 2 },
      { gpu, bandwidth: 10 },
    );
    expect(told).toBeCloseTo(0.6 / (0.5 + 5));
  });

  it('are not told where a bandwidth is not known', () => {
    const gpu = { name: 'a card', memory: 0, bandwidth: null };
    const needs = { weights: 100, cache: 0 };
    expect(tokensPerSecond(needs, { where: 'gpu' }, { gpu, bandwidth: 10 })).toBeNull();
    expect(tokensPerSecond(needs, { where: 'cpu' }, { gpu, bandwidth: 10 })).not.toBeNull();
  });
});

describe('bandwidth of a card by its name', () => {
  it.each([
    ['NVIDIA GeForce RTX 4070 Ti SUPER', 504],
    ['NVIDIA GeForce RTX 4070', 504],
    ['NVIDIA L4', 300],
    ['NVIDIA L40S', 864],
    ['NVIDIA H100 80GB HBM3', 3350],
    ['NVIDIA H100 PCIe', 2000],
    ['NVIDIA A100-SXM4-80GB', 2039],
    ['Tesla T4', 320],
    ['AMD Radeon RX 7900 XTX', 960],
  ])('%s: %d GB/s', (name, gigabytes) => {
    expect(gpuBandwidth(name)).toBe(gigabytes * GB);
  });

  it('is not guessed', () => {
    expect(gpuBandwidth('NVIDIA Something 9999')).toBeNull();
    expect(gpuBandwidth('RTX 40900')).toBeNull();
  });
});

describe('the models by what fits', () => {
  it('begin with the best that lies on the card', () => {
    const best = (name: string) => ({ model: { name }, fit: { where: 'gpu' }, isBest: true });
    expect(ranked(machine(32, 80, 'NVIDIA H100 80GB HBM3'))[0]).toMatchObject(best('llama3.3:70b'));
    expect(ranked(machine(32, 24))[0]).toMatchObject(best('gemma3:27b'));
    expect(ranked(machine(32, 16))[0]).toMatchObject(best('phi4'));
    expect(ranked(machine(32, 8))[0]?.model.name).toBe('llama3.1:8b');
  });

  it('prefer on a processor one that writes as fast as one reads to a better one that does not', () => {
    const [best, ...others] = ranked(machine(32));
    expect(best?.model.name).toBe('llama3.2:3b');
    const big = others.find(({ model }) => model.name === 'phi4');
    expect(big).toMatchObject({
      isBest: false,
      why: expect.stringMatching(/^slower than one reads/),
    });
  });

  it('end with those that do not fit, and name none as best where none does', () => {
    const all = ranked(machine(0.1));
    expect(all.every(({ fit, isBest }) => fit.where === 'no' && !isBest)).toBe(true);
    expect(all[0]).toMatchObject({
      model: { name: 'smollm2:135m' },
      why: expect.stringMatching(/^lacks \d/),
    });
  });

  it('are never judged by more context than they have', () => {
    const model = inCatalogue('llama3:latest');
    if (!model) throw new Error('no llama3');
    const [at8, at100] = [8192, 100_000].map((context) =>
      judgeModel(model, useOf(context), machine(64)),
    );
    expect(at100).toEqual(at8);
  });
});

describe('the catalogue', () => {
  it('names each model once', () => {
    expect(new Set(catalogue.map(({ name }) => name)).size).toBe(catalogue.length);
  });

  it.each(catalogue.map((model) => [model.name, model] as const))(
    'has plausible values of %s',
    (_, { bytes, parameters, quantisation, shape }) => {
      const count = Number.parseFloat(parameters) * (parameters.endsWith('B') ? 1e9 : 1e6);
      const bits = (bytes * 8) / count;
      const [least, most] = { F16: [15.9, 16.3], Q8_0: [8, 9] }[quantisation] ?? [4, 6.6];
      expect(bits).toBeGreaterThan(least ?? 0);
      expect(bits).toBeLessThan(most ?? 0);
      // Attention and the table of words are part of the parameters.
      const { layers, heads, embedding, keyLength, vocabulary } = shape;
      expect(layers * 2 * heads * keyLength * embedding + vocabulary * embedding).toBeLessThan(
        count,
      );
    },
  );
});
