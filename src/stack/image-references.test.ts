import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { imageReferences } from './image-references.ts';

const references = (values: object, variant: 'plain' | 'rocm' = 'plain') =>
  imageReferences(Config.parse(values) as ConfigValues, { variant }, 'gecko-backend:abc');

it('takes the known images, with the variant of the card', () => {
  expect(references({}).ollama.reference).toMatch(/^ollama\/ollama:[\d.]+$/);
  expect(references({}, 'rocm').ollama.reference).toMatch(/^ollama\/ollama:[\d.]+-rocm$/);
  expect(references({}).rag).toEqual({
    reference: 'gecko-backend:abc',
    from: 'build',
    folder: null,
  });
});

it('takes what is named instead, as it is', () => {
  const named = references(
    {
      images: { ollama: 'mirror.example/ollama:1', web: 'nginx:own' },
      services: { rag: { image: 'mine:2' }, qa: { build: '/srv/qa' } },
    },
    'rocm',
  );
  expect(named.ollama.reference).toBe('mirror.example/ollama:1');
  expect(named.web.reference).toBe('nginx:own');
  expect(named.rag).toEqual({ reference: 'mine:2', from: 'registry', folder: null });
  expect(named.qa).toEqual({ reference: 'gecko-qa:own', from: 'build', folder: '/srv/qa' });
});
