import { expect, it } from 'vitest';
import { wrap } from './wrap.ts';

it('breaks at blanks, and keeps a longer word on a line of its own', () => {
  expect(wrap('one two three', 7)).toBe('one two\nthree');
  expect(wrap('one incomprehensibilities', 7)).toBe('one\nincomprehensibilities');
});

it('begins the first line and the others as it is told', () => {
  expect(wrap('one two three', 9, '- ', '  ')).toBe('- one two\n  three');
});

it('gives colours no columns', () => {
  expect(wrap('\u001b[1mMend:\u001b[22m wait', 10)).toBe('\u001b[1mMend:\u001b[22m wait');
});
