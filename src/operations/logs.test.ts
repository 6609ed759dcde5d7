import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { type LogsInput, logs } from './logs.ts';

let home: string;
let file: string;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-logs-'));
  runtime = await fakeRuntime(home, new FakeRag());
  file = runtime.paths.project.log;
  mkdirSync(dirname(file), { recursive: true });
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('logs', () => {
  it('prints what is kept, the files put aside first', async () => {
    writeFileSync(`${file}.2`, line('rag', 'one'));
    writeFileSync(`${file}.1`, line('qa', 'two'));
    writeFileSync(file, line('web', 'three'));
    expect(await shown({})).toBe('rag one\nqa two\nweb three\n');
  });

  it('prints the last lines of the services named, by old names too', async () => {
    writeFileSync(
      file,
      ['a', 'b', 'c'].map((text) => line('qa', text) + line('rag', text)).join(''),
    );
    expect(await shown({ services: ['langchain-backend-qa'], tail: 2 })).toBe('qa b\nqa c\n');
    runtime.ui.out = '';
    expect(await shown({ tail: 0 })).toBe('');
  });

  it('begins lines with their time when asked', async () => {
    writeFileSync(file, line('rag', 'one'));
    expect(await shown({ timestamps: true })).toBe('2026-01-01T00:00:00.000Z rag one\n');
  });

  it('prints a line that is not JSON as it is, but for control sequences', async () => {
    writeFileSync(file, 'terminate called\u001b[2J\n');
    expect(await shown({})).toContain('terminate called\n');
    expect(runtime.ui.out).not.toContain('\u001b');
  });

  it('does not know a service', async () => {
    await expect(shown({ services: ['ragg'] })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('says that there is nothing', async () => {
    expect(await shown({})).toBe('');
    expect(runtime.ui.events).toMatchObject([{ type: 'note' }]);
  });

  it('follows across a rotation, without losing or repeating a line', async () => {
    writeFileSync(file, line('rag', 'one'));
    const half = line('rag', 'three');
    const rounds = [
      () => appendFileSync(file, line('rag', 'two')),
      () => appendFileSync(file, half.slice(0, 20)),
      () => {
        appendFileSync(file, half.slice(20));
        renameSync(file, `${file}.1`);
        writeFileSync(file, line('rag', 'four'));
      },
    ];
    const abort = new AbortController();
    runtime.signal = abort.signal;
    const { sleep } = runtime.clock;
    runtime.clock.sleep = (milliseconds, signal) => {
      const next = rounds.shift();
      if (next) next();
      else abort.abort(new Error('Ctrl-C'));
      return sleep(milliseconds, signal);
    };
    await expect(shown({ follow: true })).rejects.toThrow('Ctrl-C');
    expect(runtime.ui.out).toBe('rag one\nrag two\nrag three\nrag four\n');
  });
});

async function shown(input: Partial<LogsInput>): Promise<string> {
  await logs(
    { services: [], follow: false, timestamps: false, tail: undefined, ...input },
    runtime,
  );
  return runtime.ui.out;
}

function line(service: string, message: string): string {
  const time = '2026-01-01T00:00:00.000Z';
  return `${JSON.stringify({ time, level: 'info', service, message })}\n`;
}
