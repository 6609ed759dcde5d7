import { expect, it } from 'vitest';
import { withoutHeadingMarks } from './without-heading-marks.ts';

it('makes headings of Markdown sentences, and leaves the rest', () => {
  expect(withoutHeadingMarks('## Care\n\nIn #1 of May.')).toBe('Care.\n\nIn #1 of May.');
});
