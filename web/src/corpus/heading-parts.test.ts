import { expect, it } from 'vitest';
import { headingParts } from './heading-parts.ts';

it('finds the lines that are headings, with or without the marks of their format', () => {
  const text = '# Guide\n\nThe Guide is long.\nPumps\n## Pumps\nend';
  expect(headingParts(text, new Set(['Guide', 'Pumps']))).toEqual([
    { text: '# Guide\n', isHeading: true },
    { text: '\nThe Guide is long.\n', isHeading: false },
    { text: 'Pumps\n## Pumps\n', isHeading: true },
    { text: 'end', isHeading: false },
  ]);
});

it('leaves a text without headings whole', () => {
  expect(headingParts('a\nb', new Set())).toEqual([{ text: 'a\nb', isHeading: false }]);
});
