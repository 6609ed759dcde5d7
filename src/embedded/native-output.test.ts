import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nativeOutputPath, watchNativeOutput } from './native-output.ts';

let folder: string;
let log: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-native-'));
  log = join(folder, 'gecko.log');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (text: string) => appendFileSync(nativeOutputPath(log), text);

it('gives what a crash left, once', () => {
  write('thread panicked\nat the end');
  const lines: string[] = [];
  watchNativeOutput(log, (line) => lines.push(line)).close();
  expect(lines).toEqual(['thread panicked', 'at the end']);
  watchNativeOutput(log, (line) => lines.push(line)).close();
  expect(lines).toHaveLength(2);
});

it('gives whole lines as they come, each once, and the last half at the end', async () => {
  const lines: string[] = [];
  const watched = watchNativeOutput(log, (line) => lines.push(line));
  write('one\ntw');
  while (lines.length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  write('o\nthr');
  while (lines.length === 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(lines).toEqual(['one', 'two']);
  watched.close();
  expect(lines).toEqual(['one', 'two', 'thr']);
  expect(readFileSync(nativeOutputPath(log), 'utf8')).toBe('');
});
