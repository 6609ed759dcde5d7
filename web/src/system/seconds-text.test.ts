import { expect, it } from 'vitest';
import { bytesText } from './bytes-text.ts';
import { secondsText } from './seconds-text.ts';

it('tells bytes in a unit that people can read, in the form of the language', () => {
  expect(bytesText(0, 'en')).toBe('0 B');
  expect(bytesText(1_536 * 2 ** 20, 'en')).toBe('1.5 GiB');
  expect(bytesText(1_536 * 2 ** 20, 'es')).toBe('1,5 GiB');
  expect(bytesText(184_676_352, 'en')).toBe('176 MiB');
});

it('tells short times in milliseconds', () => {
  expect(secondsText(0.0124, 'en')).toBe('12 ms');
  expect(secondsText(2.34, 'es')).toBe('2,3 s');
  expect(secondsText(42.4, 'en')).toBe('42 s');
});
