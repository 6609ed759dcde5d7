import { expect, it } from 'vitest';
import { splitBlocks } from './split-blocks.ts';

it('cuts between paragraphs, headings and lists', () => {
  expect(splitBlocks('# One\n\nTwo\nlines.\n\n- a\n- b\n\nEnd')).toEqual([
    '# One\n\n',
    'Two\nlines.\n\n',
    '- a\n- b\n\n',
    'End',
  ]);
});

it.each([
  ['code with blank lines', '```js\na\n\nb\n```\n'],
  ['code that is not closed yet', '~~~\na\n\nb'],
  ['a loose list', '1. a\n\n2. b\n\n   more of b\n'],
])('leaves %s whole', (_, text) => {
  expect(splitBlocks(text)).toEqual([text]);
});

it('never changes an earlier block by what comes later, and loses nothing', () => {
  const text = 'A.\n\n```\nx\n\ny\n```\n\n- one\n\n- two\n\nB.\n\n\nC.';
  for (let end = 1; end <= text.length; end++) {
    const blocks = splitBlocks(text.slice(0, end));
    expect(blocks.join('')).toBe(text.slice(0, end));
    expect(splitBlocks(text).slice(0, blocks.length - 1)).toEqual(blocks.slice(0, -1));
  }
});
