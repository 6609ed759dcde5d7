import { expect, it } from 'vitest';
import { expectedShape } from './expected-shape.ts';
import { sentences } from './sentences.ts';

const pieces = sentences('Save it first.\n\nUse `M500` for it.\n\n    M500 S1\n\nIt takes 3 s.');
const best = (question: string) => {
  const worth = expectedShape(question);
  const most = Math.max(...pieces.map(worth));
  return most === 1 ? [] : pieces.filter((piece) => worth(piece) === most).map(({ text }) => text);
};

it.each([
  ['How do I save my settings?', ['Use `M500` for it.', 'M500 S1']],
  ['¿Cómo guardo los ajustes?', ['Use `M500` for it.', 'M500 S1']],
  ['Which command saves them?', ['Use `M500` for it.', 'M500 S1']],
  ['How long does it take?', ['Use `M500` for it.', 'M500 S1', 'It takes 3 s.']],
  ['¿Cuánto tarda?', ['Use `M500` for it.', 'M500 S1', 'It takes 3 s.']],
  ['How does it work?', []],
  ['¿Cómo funciona?', []],
  ['Who wrote it?', []],
  ['Somehow it does not work', []],
])('%s', (question, expected) => {
  expect(best(question)).toEqual(expected);
});
