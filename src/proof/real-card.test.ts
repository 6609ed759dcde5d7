import { describe, expect, it } from 'vitest';
import { conclude, ollamaLog as log } from '../../test/fixtures/conclude-signals.ts';
import type { Signals } from './signals.ts';

/** Figures and logs of an H100 with 80 GB, driver 580.159.04; models of 135 million and 7.4 billion parameters. */
describe('on a real card', () => {
  const MiB = 2 ** 20;
  const small = { bytes: 268 * MiB, deviceBytes: 268 * MiB };
  const of = (bytes: number, deviceBytes: number) => ({
    bytes: bytes * MiB,
    deviceBytes: deviceBytes * MiB,
  });

  it.each<[string, Partial<Signals>, Partial<ReturnType<typeof conclude>>]>([
    [
      'a small model, beside what the driver takes by itself',
      { reported: small, memory: { grown: 867 * MiB }, log: log('h100-580.159-on-the-gpu') },
      { processor: 'gpu', isFine: true },
    ],
    [
      'a small model of an Ollama outside of the stack',
      { profile: 'host', reported: small, memory: { grown: 867 * MiB } },
      { processor: 'gpu', isFine: true },
    ],
    [
      'most of the memory is held by another program',
      {
        ...{ reported: of(8325, 3353), memory: { grown: 4014 * MiB } },
        ...{ speed: { rate: 13.1, fastestOnCpu: 15 }, log: log('h100-580.159-partly') },
      },
      { processor: 'partly', code: 'GPU_MEMORY_SMALL', layers: { onCard: 13, all: 33 } },
    ],
    [
      'all of it is, and what computing needs lies on the card alone',
      {
        ...{ reported: of(8182, 157), memory: { grown: 682 * MiB } },
        ...{ speed: { rate: 9.6, fastestOnCpu: 15 }, log: log('h100-580.159-full') },
      },
      { processor: 'cpu', code: 'GPU_MEMORY_SMALL' },
    ],
    [
      'the card is lost before the model is loaded',
      {
        ...{ reported: of(200, 0), memory: { grown: 0 }, log: log('h100-580.159-lost') },
        look: { state: 'lost', said: 'Failed to initialize NVML: Unknown Error' },
      },
      { processor: 'cpu', code: 'GPU_LOST' },
    ],
    [
      'the card is lost, and only the log tells',
      { reported: of(200, 0), memory: { grown: 0 }, log: log('h100-580.159-lost') },
      { processor: 'cpu', code: 'GPU_LOST' },
    ],
    [
      'the environment hides the card',
      { reported: of(200, 0), memory: { grown: 0 }, log: log('h100-580.159-hidden') },
      {
        ...{ processor: 'cpu', code: 'GPU_HIDDEN' },
        text: 'llama3 runs on the CPU because its environment hides the card from it (CUDA_VISIBLE_DEVICES=-1)',
        mend: {
          by: 'person',
          what: 'Take CUDA_VISIBLE_DEVICES out of services.ollama.env, then: gecko up',
        },
      },
    ],
    [
      'the model asks for no layer on the card',
      { reported: of(200, 0), memory: { grown: 0 }, layersAsked: 0 },
      { processor: 'cpu', code: 'GPU_LAYERS_LIMITED' },
    ],
    [
      'the model asks for some layers on the card',
      {
        ...{ reported: of(8322, 2642), memory: { grown: 3236 * MiB }, layersAsked: 10 },
        log: { cards: null, layers: { onCard: 10, all: 33 }, weights: null, complaints: [] },
      },
      {
        ...{ processor: 'partly', code: 'GPU_LAYERS_LIMITED' },
        text: 'llama3 runs partly on the GPU, 10 of 33 layers, because its own parameter num_gpu asks for 10 layers on the card',
      },
    ],
    [
      'the model asks for some layers, of an Ollama outside of the stack',
      {
        ...{ profile: 'host', layersAsked: 10 },
        ...{ reported: of(8322, 2642), memory: { grown: 3236 * MiB } },
      },
      { processor: 'partly', code: 'GPU_LAYERS_LIMITED' },
    ],
    [
      'the model asks for more layers than fit',
      {
        ...{ reported: of(8325, 3353), memory: { grown: 4014 * MiB }, layersAsked: 20 },
        log: log('h100-580.159-partly'),
      },
      { processor: 'partly', code: 'GPU_MEMORY_SMALL' },
    ],
  ])('%s', (_, signals, expected) => {
    expect(conclude(signals)).toMatchObject(expected);
  });
});
