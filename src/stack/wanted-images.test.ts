import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { wantedImages } from './wanted-images.ts';

const wanted = (values: object, variants: Parameters<typeof wantedImages>[1] = ['plain']) =>
  wantedImages(Config.parse(values) as ConfigValues, variants, 'backend:1').map(
    ({ reference, services, from }) => `${from} ${reference} for ${services.join(', ')}`,
  );

it('has each image once, with who runs in it', () => {
  expect(wanted({ images: { web: 'w:1', qdrant: 'q:1', ollama: 'o:1' } })).toEqual([
    'registry w:1 for web',
    'registry q:1 for qdrant',
    'registry o:1 for ollama',
    'build backend:1 for rag, qa',
  ]);
});

it('has both images of Ollama for all profiles, and none for the Ollama of the host', () => {
  const ollamas = (all: readonly string[]) => all.filter((line) => line.includes('for ollama'));
  expect(ollamas(wanted({}, ['plain', 'rocm']))).toEqual([
    expect.stringMatching(/ollama\/ollama:[\d.]+ for/),
    expect.stringMatching(/ollama\/ollama:[\d.]+-rocm for/),
  ]);
  expect(ollamas(wanted({}, []))).toEqual([]);
  const generator = { kind: 'openai', url: 'http://llm.example/v1' };
  expect(ollamas(wanted({ generator }))).toEqual([]);
});

it("has a user's own backend in the place of ours", () => {
  const services = { rag: { build: '/srv/rag' }, qa: { image: 'mine:2' } };
  expect(wanted({ services })).toEqual(
    expect.arrayContaining([
      'build gecko-rag:own for rag',
      'registry mine:2 for qa',
      'build backend:1 for corpus',
    ]),
  );
});
