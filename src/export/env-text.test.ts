import { expect, it } from 'vitest';
import { envText } from './env-text.ts';

it.each([
  ['plain', "A='plain'\n"],
  ['a b # $HOME "c"', `A='a b # $HOME "c"'\n`],
  ['two\nlines', "A='two\nlines'\n"],
  ["it's $HOME", `A="it's \\$HOME"\n`],
  ['C:\\new\n', `A="C:\\\\new\\n"\n`],
  ['', "A=''\n"],
])('writes %j so that Compose reads it back', (value, text) => {
  expect(envText({ A: value })).toBe(text);
});
