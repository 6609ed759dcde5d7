import { expect, it } from 'vitest';
import { command } from './commands/exec.ts';
import { foreignWords } from './foreign-words.ts';

it.each([
  ['exec rag ls -la', 'exec rag ls -- -la'],
  ['exec rag ls --help', 'exec rag ls -- --help'],
  ['exec rag sh', 'exec rag sh'],
  ['exec rag --help', 'exec rag --help'],
  ['exec -u 0 rag sh -c x', 'exec -u 0 rag sh -- -c x'],
  ['exec -u0 --env=A=b rag sh -c x', 'exec -u0 --env=A=b rag sh -- -c x'],
  ['exec -it -e A=b --index 2 rag sh -c x', 'exec -it -e A=b --index 2 rag sh -- -c x'],
  ['exec -Tu 0 rag sh -c x', 'exec -Tu 0 rag sh -- -c x'],
  ['exec rag -T sh -c x', 'exec rag -T sh -- -c x'],
  ['--json -p team exec rag curl --json', '--json -p team exec rag curl -- --json'],
  ['exec rag node -- -p 1', 'exec rag node -- -p 1'],
  ['exec rag -- git log -- file', 'exec rag -- git log -- file'],
  ['exec rag git log -- file', 'exec rag git -- log -- file'],
  ['exec', 'exec'],
])('%s is %s', (given, expected) => {
  expect(foreignWords(given.split(' '), command).join(' ')).toBe(expected);
});
