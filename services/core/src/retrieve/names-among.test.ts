import { expect, it } from 'vitest';
import { namesAmong } from './names-among.ts';

it.each([
  ['Does it connect by Bluetooth in China?', ['Bluetooth', 'China']],
  ['What was new in release 3.9?', ['3.9']],
  ['¿Cuánto cuesta el envío a Canarias?', ['Canarias']],
  ['PostgreSQL as a store?', ['PostgreSQL']],
  ['It is slow. Redis or MongoDB?', ['MongoDB']],
  ['How many days of holiday are there?', []],
  ['Save it where?', []],
  ['¿Garantía de la bomba?', []],
  ['It is off. Restarting did not help', []],
  ['HOW DO I PRUNE TREES IN 2024', ['2024']],
])('of the words of %j', (question, expected) => {
  expect(namesAmong(question.match(/[\p{L}\p{N}.]*[\p{L}\p{N}]/gu) ?? [], question)).toEqual(
    expected,
  );
});
