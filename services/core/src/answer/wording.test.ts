import { expect, it } from 'vitest';
import { reservation } from './wording.ts';

it.each([
  ['Does it connect by Bluetooth in China?', 'en', ['Bluetooth', 'China'], '“Bluetooth”, “China”'],
  ['What was new in release 3.9?', 'en', ['3.9'], '“3.9”'],
  ['¿Cuánto cuesta el envío a Canarias?', 'es', ['Canarias'], '«Canarias»'],
] as const)('an answer to %j makes a reservation', (question, language, missing, named) => {
  expect(reservation(question, language, { missing: [...missing] })).toContain(named);
});

it.each([
  ['How many days of holiday do I get?', 'en', ['holiday']],
  ['Save it where?', 'en', ['Save']],
  ['¿Garantía de la bomba?', 'es', ['Garantía']],
  ['Where is the port?', 'en', []],
] as const)('an answer to %j makes none', (question, language, missing) => {
  expect(reservation(question, language, { missing: [...missing] })).toBe('');
});
