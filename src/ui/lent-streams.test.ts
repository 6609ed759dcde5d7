import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { lendStreams } from './lent-streams.ts';

/** Streams of a process; `at` names those that are a terminal. */
function streams(...at: ('stdin' | 'stdout')[]) {
  const written = { stdout: '', stderr: '' };
  let raw = false;
  const output = (name: 'stdout' | 'stderr', isTTY: boolean) =>
    Object.assign(new EventEmitter(), {
      isTTY,
      columns: 61,
      rows: 17,
      write: (data: string | Uint8Array) => {
        written[name] += Buffer.from(data).toString('latin1');
      },
    });
  const stdout = output('stdout', at.includes('stdout'));
  const stdin = Object.assign(new PassThrough(), {
    isTTY: at.includes('stdin'),
    setRawMode: (on: boolean) => {
      raw = on;
    },
  });
  return { stdin, stdout, stderr: output('stderr', true), written, isRaw: () => raw };
}

const wanted = { terminal: true, input: false };

describe('lent streams', () => {
  it('are the terminal in raw mode until they are given back', () => {
    const own = streams('stdin', 'stdout');
    const { terminal, input, close } = lendStreams(own, wanted);
    expect(own.isRaw()).toBe(true);
    expect(input).toBe(own.stdin);
    expect(terminal?.size()).toEqual({ columns: 61, rows: 17 });
    close();
    expect(own.isRaw()).toBe(false);
  });

  it('tell that the terminal was resized', () => {
    const own = streams('stdin', 'stdout');
    let resized = 0;
    const stop = lendStreams(own, wanted).terminal?.onResize(() => {
      resized += 1;
    });
    own.stdout.emit('resize');
    stop?.();
    own.stdout.emit('resize');
    expect(resized).toBe(1);
  });

  it('are no terminal where there is none at one end, or none is wanted', () => {
    for (const own of [streams(), streams('stdin'), streams('stdout')])
      expect(lendStreams(own, wanted).terminal).toBeNull();
    const own = streams('stdin', 'stdout');
    const { terminal, input } = lendStreams(own, { terminal: false, input: false });
    expect(terminal).toBeNull();
    expect(input).toBe(own.stdin);
    expect(own.isRaw()).toBe(false);
  });

  it('leave the keyboard to a pager behind the pipe, unless it is asked for', () => {
    const own = streams('stdin');
    expect(lendStreams(own, wanted).input).toBeNull();
    expect(lendStreams(own, { terminal: true, input: true }).input).toBe(own.stdin);
  });

  it('pass bytes on as they are, each to its stream', () => {
    const own = streams();
    const { output } = lendStreams(own, wanted);
    output('stdout', Buffer.from([0x1b, 0x5b, 0xff]));
    output('stderr', Buffer.from('e'));
    expect(own.written).toEqual({ stdout: '\u001b[\u00ff', stderr: 'e' });
  });
});
