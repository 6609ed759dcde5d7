import { describe, expect, it } from 'vitest';
import { modelNameOf } from './model-name-of.ts';

describe('the name of a model by its manifest', () => {
  it.each([
    ['registry.ollama.ai/library/llama3/latest', 'llama3:latest'],
    ['registry.ollama.ai/someone/llama3/8b', 'someone/llama3:8b'],
    ['hf.co/bartowski/Llama-3.2-1B-GGUF/Q4_K_M', 'hf.co/bartowski/Llama-3.2-1B-GGUF:Q4_K_M'],
    ['localhost:5000/library/own/latest', 'localhost:5000/library/own:latest'],
  ])('%s', (path, name) => {
    expect(modelNameOf(path)).toBe(name);
  });

  it.each([
    'registry.ollama.ai/library/llama3',
    'registry.ollama.ai/library/llama3/latest/more',
    '../../library/llama3/latest',
    'registry.ollama.ai/library/../latest',
    'registry.ollama.ai/library/ll ama3/latest',
    'registry.ollama.ai/library/llama3/-x',
    '',
  ])('is none where Ollama would list none: %j', (path) => {
    expect(modelNameOf(path)).toBeNull();
  });
});
