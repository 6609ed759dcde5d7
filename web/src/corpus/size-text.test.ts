import { expect, it } from 'vitest';
import { sizeText } from './size-text.ts';

it('tells sizes in the unit in which they are short', () => {
  const texts = [0, 999, 1_500, 64_000_000, 3_200_000_000].map((bytes) => sizeText(bytes, 'en'));
  expect(texts).toEqual(['0 B', '999 B', '1.5 kB', '64 MB', '3.2 GB']);
  expect(sizeText(1_500, 'es')).toBe('1,5 kB');
});
