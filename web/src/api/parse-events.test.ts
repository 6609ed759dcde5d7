import { expect, it } from 'vitest';
import { createEventParser } from './parse-events.ts';

it('reads events wherever the pieces are cut', () => {
  const stream =
    ': waiting\n\nevent: token\ndata: {"text":"a\\nb"}\n\nevent: done\r\ndata: {}\r\n\r\n';
  for (let size = 1; size < 12; size++) {
    const parse = createEventParser();
    const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    expect(pieces.flatMap((piece) => parse(piece))).toEqual([
      { event: 'token', data: { text: 'a\nb' } },
      { event: 'done', data: {} },
    ]);
  }
});

it('takes no event that broke off', () => {
  expect(createEventParser()('event: token\ndata: {"text":"half')).toEqual([]);
});
