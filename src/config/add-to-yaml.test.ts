import { expect, it } from 'vitest';
import { addToYaml } from './add-to-yaml.ts';

it('makes a file where there is none', () => {
  expect(addToYaml(null, { model: 'llama3', ports: { web: [80], rag: 1 } })).toEqual({
    text: 'model: llama3\nports:\n  web:\n    - 80\n  rag: 1\n',
    kept: [],
  });
});

it('adds keys to a file, which keeps its comments and what it sets', () => {
  const text = '# Ours\nmodel: mistral # the small one\nports: { rag: 1 }\nimages:\n';
  const added = addToYaml(text, {
    model: 'llama3',
    ports: { rag: 1, qa: 2 },
    images: { web: 'x' },
  });
  expect(added).toEqual({
    text: '# Ours\nmodel: mistral # the small one\nports: { rag: 1, qa: 2 }\nimages:\n  web: x\n',
    kept: [{ name: 'model', has: 'mistral', wanted: 'llama3' }],
  });
});

it('leaves a file alone that says all of it', () => {
  const text = 'ports:   {rag:    1}\n';
  expect(addToYaml(text, { ports: { rag: 1 } })).toEqual({ text, kept: [] });
});

it.each(['', '# only a comment\n', 'null\n'])('adds to a file without keys: %j', (text) => {
  expect(addToYaml(text, { model: 'llama3' }).text).toContain('model: llama3\n');
});
