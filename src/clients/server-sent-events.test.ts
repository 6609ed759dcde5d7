import { describe, expect, it } from 'vitest';
import { lines } from './lines.ts';
import { serverSentEvents } from './server-sent-events.ts';

const text = [
  ': a comment\r\n',
  'event: token\r\ndata: {"text":"ñandú 🦎"}\r\n\r\n',
  'data: one\ndata:two\n\n',
  'event: nothing\n\n',
  'event: done\ndata: {}\n\n',
  'event: cut\ndata: off',
].join('');

const expected = [
  { event: 'token', data: '{"text":"ñandú 🦎"}' },
  { event: 'message', data: 'one\ntwo' },
  { event: 'done', data: '{}' },
];

describe('serverSentEvents', () => {
  it('reads the same events wherever the stream is cut', async () => {
    const bytes = new TextEncoder().encode(text);
    for (let cut = 0; cut <= bytes.length; cut += 1)
      expect(await eventsOf([bytes.slice(0, cut), bytes.slice(cut)])).toEqual(expected);
  });

  it('reads a stream that comes byte by byte', async () => {
    const bytes = new TextEncoder().encode(text);
    expect(await eventsOf([...bytes].map((byte) => Uint8Array.of(byte)))).toEqual(expected);
  });
});

describe('lines', () => {
  it('gives the last line without an end, and no empty line after the last end', async () => {
    const given = async (...chunks: string[]) =>
      all(lines(stream(chunks.map((chunk) => new TextEncoder().encode(chunk)))));
    expect(await given('{"a":', '1}\n{"b"', ':2}')).toEqual(['{"a":1}', '{"b":2}']);
    expect(await given('a\r', '\nb\n')).toEqual(['a', 'b']);
    expect(await given()).toEqual([]);
  });
});

function eventsOf(chunks: Uint8Array[]) {
  return all(serverSentEvents(lines(stream(chunks))));
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

async function* stream(chunks: Uint8Array[]) {
  yield* chunks;
}
