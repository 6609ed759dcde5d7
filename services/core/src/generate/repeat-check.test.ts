import { describe, expect, it } from 'vitest';
import { createRepeatCheck } from './repeat-check.ts';

const caughtAfter = (text: string, pieceLength = 4) => {
  const check = createRepeatCheck();
  for (let at = 0; at < text.length; at += pieceLength)
    if (check(text.slice(at, at + pieceLength))) return at + pieceLength;
  return null;
};

describe('an answer that repeats itself', () => {
  it.each([
    'The answer is:\n\n',
    'to-https-',
    'The valve stays closed while the gauge is watched. ',
    'ha ',
  ])('is caught: %j', (unit) => {
    const end = caughtAfter(`It begins well. ${unit.repeat(60)}`);
    expect(end).not.toBeNull();
    expect(end).toBeLessThan(80 + unit.length * 11);
  });

  it.each([
    'Rows: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22.',
    `A ruler: ${'-'.repeat(500)} and text below.`,
    `| a | b |\n${'| --- '.repeat(20)}|\n| 1 | 2 |\n`,
    Array.from({ length: 40 }, (_, i) => `- Step ${i}: check gauge ${i * 7}.\n`).join(''),
    'no, no, no, no: never.',
  ])('is not seen in %j', (text) => {
    expect(caughtAfter(text)).toBeNull();
  });
});
