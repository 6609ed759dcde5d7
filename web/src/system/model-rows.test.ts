import { describe, expect, it } from 'vitest';
import { modelRows } from './model-rows.ts';

const model = (name: string) => ({ name, size: 10, parameters: '8.0B', quantisation: 'Q4_0' });
const reported = {
  chosen: 'llama3',
  models: [
    { ...model('llama3:latest'), contextTokens: 8_192, fit: 'partly' as const, detail: '3 layers' },
  ],
};

describe('modelRows', () => {
  it('joins what is installed and loaded now with what gecko told of it', () => {
    const ollama = {
      version: null,
      installed: [model('a:1b'), model('llama3:latest'), model('z:1b')],
      loaded: [
        {
          ...{ name: 'z:1b', size: 100, sizeGpu: 25, device: 'partly' as const },
          ...{ contextTokens: null, expiresAt: null },
        },
      ],
    };
    expect(modelRows(ollama, reported)).toMatchObject([
      { name: 'z:1b', loaded: { device: 'partly', gpuShare: 0.25 }, fit: null, isChosen: false },
      { name: 'llama3:latest', loaded: null, fit: 'partly', detail: '3 layers', isChosen: true },
      { name: 'a:1b' },
    ]);
  });

  it('lists what gecko told where no Ollama answers', () => {
    expect(modelRows(null, reported)).toMatchObject([{ name: 'llama3:latest', loaded: null }]);
    expect(modelRows(null, null)).toEqual([]);
  });
});
