import { describe, expect, it } from 'vitest';
import { pointsBack, standalone } from './standalone.ts';

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

describe('a question that points back', () => {
  it.each([
    'Does it cover damage by water?',
    'How long does that take in Docker?',
    'Who approved that in the meeting?',
    'What happened after that with the pump?',
    'That lamp, how heavy is it?',
    'Which rooms of the hotel there have heating?',
    'How much does the larger one weigh?',
    'Which one costs more money?',
    'Do the blue ones have a warranty?',
    'Are those covered by the insurance?',
    'Is the same true of the blue chair?',
    'How heavy is this model without water?',
    'How do I change that setting?',
    'Who wrote that document in English?',
    'Can I restart that service without downtime?',
    'Explain that error message in detail',
    'Is it safe to use in production?',
    '¿Cubre eso los daños por agua?',
    '¿Cuánto pesa este modelo sin agua?',
    '¿Vale lo mismo para las sillas azules?',
    '¿Qué horario tiene la tienda de allí?',
  ])('%s', (question) => {
    expect(pointsBack(question)).toBe(true);
  });
});

describe('a question that stands alone', () => {
  it.each([
    'Is there a limit on meals when travelling?',
    'Is there a dental plan that employees can join?',
    'Are there any discounts for students?',
    'How many weeks of parental leave are there?',
    'What happens if there is no network cable?',
    'What is the flag that disables the log?',
    'How do I know that the pump is running?',
    'Who said that the pump is loud?',
    'How do I ensure that the cable is dry?',
    'How much does one ticket cost?',
    'How does one install the router?',
    'Which one of the pumps has a tank?',
    'What applies to those who travel by train?',
    'Which holidays are planned this year?',
    'Is it possible to cancel a subscription?',
    'How long does it take to reset the router?',
    '¿Hay un límite para las comidas que se pagan?',
    '¿Qué fiestas hay este año en Madrid?',
    '¿Se puede cancelar el viaje el mismo día?',
    '¿Qué vale para aquellos que viajan en tren?',
    '¿Está abierta la tienda los domingos?',
  ])('%s', (question) => {
    expect(standalone(question, said('How long is the warranty of the lamp?'))).toEqual([question]);
  });
});

it('takes no long time for a question of blanks and words that may point back', () => {
  const started = performance.now();
  for (const word of ['there ', 'that ', 'it    ', `${' '.repeat(50)}one`])
    standalone(word.repeat(1_500), said('Where is the lamp?'));
  expect(performance.now() - started).toBeLessThan(1_000);
});
