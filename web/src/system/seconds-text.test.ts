import { expect, it } from 'vitest';
import { secondsText } from './seconds-text.ts';

it('tells short times in milliseconds', () => {
  expect(secondsText(0.0124, 'en')).toBe('12 ms');
  expect(secondsText(2.34, 'es')).toBe('2,3 s');
  expect(secondsText(42.4, 'en')).toBe('42 s');
});
