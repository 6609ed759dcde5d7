import { describe, expect, it } from 'vitest';
import { parseOllamaHost } from './ollama-host.ts';

describe('parseOllamaHost', () => {
  it.each([
    ['gpu', 'http://gpu:11434'],
    ['gpu:80', 'http://gpu'],
    ['gpu:1234', 'http://gpu:1234'],
    [' "10.0.0.5" ', 'http://10.0.0.5:11434'],
    ['http://gpu', 'http://gpu'],
    ['https://gpu.example/ollama/', 'https://gpu.example/ollama'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:11500', 'http://127.0.0.1:11500'],
    [':11500', 'http://127.0.0.1:11500'],
    ['::', 'http://127.0.0.1:11434'],
    ['[::]:11500', 'http://127.0.0.1:11500'],
    ['::1', 'http://[::1]:11434'],
    ['[fe80::1]:99', 'http://[fe80::1]:99'],
  ])('reads %j as %s', (text, url) => {
    expect(parseOllamaHost(text)).toEqual({ url });
  });

  it.each(['http://ollama:11434', 'ollama', 'ollama-gpu-amd:11434', 'demo-ollama-1', 'a b', '://'])(
    'does not use %j',
    (text) => {
      expect(parseOllamaHost(text)).toHaveProperty('ignored');
    },
  );
});
