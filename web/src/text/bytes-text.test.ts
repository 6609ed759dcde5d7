import { expect, it } from 'vitest';
import { bytesText } from './bytes-text.ts';

it('tells bytes in a unit that people can read, in the form of the language', () => {
  expect(bytesText(0, 'en')).toBe('0 B');
  expect(bytesText(999, 'en')).toBe('999 B');
  expect(bytesText(1_536, 'es')).toBe('1,5 KiB');
  expect(bytesText(396 * 2 ** 10, 'en')).toBe('396 KiB');
  expect(bytesText(1_536 * 2 ** 20, 'en')).toBe('1.5 GiB');
  expect(bytesText(1_536 * 2 ** 20, 'es')).toBe('1,5 GiB');
  expect(bytesText(184_676_352, 'en')).toBe('176 MiB');
});
