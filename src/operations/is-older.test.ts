import { expect, it } from 'vitest';
import { isOlder } from './is-older.ts';

it.each([
  ['0.34.9', '0.35.0', true],
  ['0.35.0', '0.35.0', false],
  ['0.35.0-rc1', '0.35.0', true],
  ['0.100.0', '0.35.0', false],
  ['v1.15.3', '1.16', true],
  ['1.16.0', '1.16', false],
  ['a build of my own', '0.35.0', false],
])('%s comes before %s: %s', (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
