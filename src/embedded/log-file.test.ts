import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLogFile } from './log-file.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gecko-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('goes on in the old file where rotation fails', () => {
  const path = join(folder, 'gecko.log');
  const inTheWay = join(folder, 'gecko.log.1');
  mkdirSync(inTheWay);
  writeFileSync(join(inTheWay, 'x'), '');
  mkdirSync(join(folder, 'gecko.log.2'));
  writeFileSync(join(folder, 'gecko.log.2', 'x'), '');
  const log = openLogFile({ path, maxBytes: 10 });
  for (const line of ['one one\n', 'two two\n', 'three\n']) log.write(line);
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('one one\ntwo two\nthree\n');
});
