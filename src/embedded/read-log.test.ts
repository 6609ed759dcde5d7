import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LogFile, openLogFile } from './log-file.ts';
import { followLog, readLog } from './read-log.ts';

let folder: string;
let path: string;
let log: LogFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-log-'));
  path = join(folder, 'gecko.log');
  log = openLogFile({ path, maxBytes: 10 });
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

function write(...words: string[]): void {
  for (const word of words) log.write(`${word}\n`);
}

describe('a log', () => {
  it('is read across its rotated files, oldest first, and keeps three', () => {
    write('one', 'two', 'three', 'four');
    expect(readLog(path).lines).toEqual(['one', 'two', 'three', 'four']);
    write('five', 'six', 'seven', 'eight');
    expect(readLog(path).lines).toEqual(['four', 'five', 'six', 'seven', 'eight']);
  });

  it('goes on where it ended when it is opened again', () => {
    write('one');
    log.close();
    log = openLogFile({ path, maxBytes: 10 });
    write('two');
    expect(readLog(path).lines).toEqual(['one', 'two']);
  });

  it('is empty where there is none', () => {
    expect(readLog(join(folder, 'none'))).toEqual({ lines: [], position: null });
  });
});

describe('a log that is followed', () => {
  it('loses nothing to rotation', () => {
    write('one');
    const first = readLog(path);
    write('two', 'three', 'four');
    const second = readLog(path, first.position);
    expect(second.lines).toEqual(['two', 'three', 'four']);
    expect(readLog(path, second.position).lines).toEqual([]);
  });

  it('gives a line when its end is there', () => {
    log.write('ha');
    const first = readLog(path);
    expect(first.lines).toEqual([]);
    log.write('lf\n');
    expect(readLog(path, first.position).lines).toEqual(['half']);
  });

  it('ends with the signal', async () => {
    const seen: string[] = [];
    const controller = new AbortController();
    const sleep = async () => {
      write('next');
      if (seen.length > 1) controller.abort();
      controller.signal.throwIfAborted();
    };
    const clock = { now: () => 0, monotonic: () => 0, sleep };
    const onLine = (line: string) => seen.push(line);
    const following = followLog({ path, position: null, clock, signal: controller.signal, onLine });
    await expect(following).rejects.toThrow('aborted');
    expect(seen).toEqual(['next', 'next']);
  });
});
