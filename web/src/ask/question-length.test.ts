import { expect, it } from 'vitest';
import { LONGEST_QUESTION as longestOfBackends } from '../../../services/core/src/contract/ask.ts';
import { LONGEST_QUESTION, questionLength } from './question-length.ts';

it('has the limit of the backends', () => {
  expect(LONGEST_QUESTION).toBe(longestOfBackends);
});

it('tells the length near the limit, without what is not sent', () => {
  expect(questionLength('x'.repeat(8_999))).toBeNull();
  expect(questionLength(` ${'x'.repeat(9_000)}\n`)).toEqual({ length: 9_000, isTooLong: false });
  expect(questionLength(`${'x'.repeat(10_000)} `)).toEqual({ length: 10_000, isTooLong: false });
  expect(questionLength('x'.repeat(10_001))).toEqual({ length: 10_001, isTooLong: true });
});
