import { expect, it } from 'vitest';
import { bytesText } from './bytes-text.ts';

it.each([
  [4 * 2 ** 30, '4g'],
  [1.5 * 2 ** 30, '1536m'],
  [2 ** 10, '1k'],
  [1_000_000_000, '1000000000b'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
