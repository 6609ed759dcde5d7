import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogLine } from '../engine.ts';
import { demultiplex, unframed } from './demultiplex.ts';
import { logLines } from './log-lines.ts';

const frame = (stream: 1 | 2, bytes: string | Buffer) => {
  const body = Buffer.from(bytes as string);
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
};

/** A stream that is cut at these places. */
async function* cut(bytes: Buffer, places: readonly number[]) {
  let from = 0;
  for (const place of [...places].sort((a, b) => a - b)) {
    yield bytes.subarray(from, place);
    from = Math.max(from, place);
  }
  yield bytes.subarray(from);
}

async function read(bytes: Buffer, places: readonly number[] = [], timestamps = false) {
  const lines: LogLine[] = [];
  for await (const line of logLines(demultiplex(cut(bytes, places)), timestamps)) lines.push(line);
  return lines;
}

const out = (text: string) => ({ stream: 'stdout', time: null, text });
const err = (text: string) => ({ stream: 'stderr', time: null, text });

describe('logLines', () => {
  const mixed = Buffer.concat([
    frame(1, 'one\ntw'),
    frame(2, 'oops\r\n'),
    frame(1, 'o\n\nschön'),
    frame(2, 'no end'),
    frame(1, Buffer.from([0x21, 0x0a])),
  ]);

  it('puts lines together across frames, each stream for itself', async () => {
    expect(await read(mixed)).toEqual([
      out('one'),
      err('oops'),
      out('two'),
      out(''),
      out('schön!'),
      err('no end'),
    ]);
  });

  it('reads the same however the connection cuts it', async () => {
    const whole = await read(mixed);
    const places = fc.array(fc.nat(mixed.length), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(places, async (at) => {
        expect(await read(mixed, at)).toEqual(whole);
      }),
    );
  });

  it('keeps a character that two frames share', async () => {
    const bytes = Buffer.from('ö\n');
    const frames = [frame(1, bytes.subarray(0, 1)), frame(1, bytes.subarray(1))];
    expect(await read(Buffer.concat(frames))).toEqual([out('ö')]);
  });

  it('takes bytes that are no UTF-8', async () => {
    expect(await read(frame(1, Buffer.from([0x61, 0xff, 0x0a])))).toEqual([out('a\ufffd')]);
  });

  it('gives what has come of a frame when the connection ends', async () => {
    expect(await read(frame(1, 'half a line').subarray(0, 12))).toEqual([out('half')]);
    expect(await read(frame(1, 'x').subarray(0, 5))).toEqual([]);
  });

  it('splits off times, where lines have them', async () => {
    const time = '2026-11-26T02:09:42.999677759Z';
    const text = `${time} one\n${time} \nno time\n`;
    expect(await read(frame(1, text), [], true)).toEqual([
      { stream: 'stdout', time, text: 'one' },
      { stream: 'stdout', time, text: '' },
      out('no time'),
    ]);
    expect(await read(frame(1, `${time} one\n`))).toEqual([out(`${time} one`)]);
  });

  it('reads a terminal, which has no frames', async () => {
    const lines: LogLine[] = [];
    const bytes = cut(Buffer.from('\u0001one\r\ntwo\r\n'), [3]);
    for await (const line of logLines(unframed(bytes), false)) lines.push(line);
    expect(lines).toEqual([out('\u0001one'), out('two')]);
  });
});
