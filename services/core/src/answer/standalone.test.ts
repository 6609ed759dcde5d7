import { expect, it } from 'vitest';
import { standalone } from './standalone.ts';

const said = (...users: string[]) =>
  users.flatMap((content) => [
    { role: 'user' as const, content },
    { role: 'assistant' as const, content: 'Two years [1].' },
  ]);

it.each([
  [
    ['How long is the warranty of the lamp?'],
    'And of the chair?',
    'How long is the warranty of the lamp? And of the chair?',
  ],
  [
    ['Who wrote the handbook?'],
    'When did she write it?',
    'Who wrote the handbook? When did she write it?',
  ],
  [['How do I start gecko?'], 'Why?', 'How do I start gecko? Why?'],
  [
    ['¿Cuánto dura la garantía de la lámpara?'],
    '¿Y la de la silla?',
    '¿Cuánto dura la garantía de la lámpara? ¿Y la de la silla?',
  ],
  [
    ['Who wrote the handbook?', 'When did she write it?'],
    'And where?',
    'Who wrote the handbook? When did she write it? And where?',
  ],
  [
    ['Who wrote the handbook?'],
    'How long is the warranty of the lamp?',
    'How long is the warranty of the lamp?',
  ],
  [
    ['Who wrote the handbook?', 'How long is the warranty of the lamp?'],
    'And of the chair?',
    'How long is the warranty of the lamp? And of the chair?',
  ],
  [[], 'And of the chair?', 'And of the chair?'],
])('after %j understands %j', (before, question, understood) => {
  expect(standalone(question, said(...before)).join(' ')).toBe(understood);
});

it('forgets what is too long ago', () => {
  const before = said(`Where is ${'word '.repeat(1_000)}?`);
  expect(standalone('And now?', before).join(' ')).toHaveLength(2_000);
});
