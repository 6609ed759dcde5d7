import { expect, it } from 'vitest';
import { expectedShape } from './expected-shape.ts';
import { sentences } from './sentences.ts';

const pieces = sentences('Save it first.\n\nUse `M500` for it.\n\n    M500 S1\n\nIt takes 3 s.');
const best = (question: string, of = pieces) => {
  const worth = expectedShape(question);
  const most = Math.max(...of.map(worth));
  return most === 1 ? [] : of.filter((piece) => worth(piece) === most).map(({ text }) => text);
};

const more = sentences(
  'It is kept for ten minutes.\n\nThe default is green.\n\nYes. It runs there, too.\n\nBlue is one, too.',
);

const spanish = sentences('Síntomas hay muchos.\n\nNo se debe pintar.\n\nSí, se puede pintar.');

it('takes no other word for yes or no', () => {
  expect(best('¿Se puede pintar?', spanish)).toEqual(['Sí, se puede pintar.']);
});

it('takes no second of its kind for a time', () => {
  expect(best('How long is it kept?', sentences('A second replica is kept.'))).toEqual([]);
});

it.each([
  ['Which size does it have?', ['It is kept for ten minutes.']],
  ['How long is it kept?', ['It is kept for ten minutes.']],
  ['Which status code is sent?', ['It is kept for ten minutes.']],
  ['Which colour does it have by default?', ['The default is green.']],
  ["Which colour does it have if I don't choose one?", ['The default is green.']],
  ['¿Qué color tiene si no se elige?', ['The default is green.']],
  ['Does it run on Windows?', ['Yes. It runs there, too.']],
  ['¿Puedo usarlo?', ['Yes. It runs there, too.']],
  ['What happens if I don’t set it?', ['The default is green.']],
  ['¿Está permitido?', ['Yes. It runs there, too.']],
  ['Which code editor is recommended?', []],
  ['Which colours are there?', []],
])('%s', (question, expected) => {
  expect(best(question, more)).toEqual(expected);
});

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
