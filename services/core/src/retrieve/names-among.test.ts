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
  ['What does Dr. Smith prescribe?', ['Smith']],
  ['Does it run in the U.S. Army?', ['U.S', 'Army']],
  ['How does it compare vs. Redis?', ['Redis']],
  ['How Do I Reset My Password In The Settings Page?', []],
  ['Tengo una bomba, ¿Garantía?', []],
  ['It says: "Restart it." (Why?)', []],
  ['¿Cuánto cuesta en Málaga?'.normalize('NFD'), ['Málaga']],
  ['HOW DO I PRUNE TREES IN 2024', ['2024']],
])('of the words of %j', (question, expected) => {
  const words = question.normalize('NFKC').match(/[\p{L}\p{N}.]*[\p{L}\p{N}]/gu) ?? [];
  // None of these is among the words that carry a question.
  const carrying = words.filter((word) => word !== 'Dr' && word !== 'I');
  expect(namesAmong(carrying, question)).toEqual(expected);
});
