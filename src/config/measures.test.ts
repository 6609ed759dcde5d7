import { expect, it } from 'vitest';
import { parseDuration, parseSize } from './measures.ts';

it.each([
  ['64MiB', 64 * 2 ** 20],
  ['10 MB', 10_000_000],
  ['1.5GiB', 1.5 * 2 ** 30],
  ['4G', 4 * 2 ** 30],
  ['512m', 512 * 2 ** 20],
  [1_048_576, 1_048_576],
  ['16X', null],
  ['', null],
])('reads the size %s', (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

it.each([
  ['90s', 90_000],
  ['500ms', 500],
  ['2h', 7_200_000],
  [30, 30_000],
  ['soon', null],
])('reads the duration %s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
