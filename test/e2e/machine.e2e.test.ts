import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';

/** A disk that fills up, a clock that jumps: what a machine does while gecko runs on it. */
let gecko: Sandbox;
beforeEach(async () => {
  gecko = await openSandbox('');
});
afterEach(() => gecko.close());

const write = (path: string, content: string) => {
  mkdirSync(join(gecko.home, path, '..'), { recursive: true });
  writeFileSync(join(gecko.home, path), content);
};
const answer = async (question: string) => {
  const { document } = await gecko.json(['ask', question]);
  return document;
};

describe.skipIf(process.getuid?.() !== 0)('row 15: a full disk under the data folder', () => {
  /** Bytes of the disk: less than LanceDB writes for the documents of `many`. */
  const size = 4 * 2 ** 20;
  const data = () => join(gecko.home, 'gecko', 'data');

  beforeEach(() => {
    mkdirSync(data(), { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', data()]);
  });
  afterEach(async () => {
    await gecko.run(['down']);
    execFileSync('umount', [data()]);
  });

  it('ends with 24, keeps what it had, and goes on once there is room', async () => {
    write('pump/pump.md', '# Pump\n\nThe pump is painted dark green.\n');
    expect(await gecko.run(['ingest', 'pump'])).toMatchObject({ code: 0 });
    for (let i = 0; i < 20; i += 1) write(`many/n${i}.md`, `# Note ${i}\n\n${words(i)}`);

    const full = await gecko.run(['ingest', 'many']);
    expect(full).toMatchObject({ code: 24 });
    expect(full.stderr).toContain('NO_SPACE');
    expect(full.stderr).not.toMatch(/\n\s+at /);
    expect(await answer('What is painted dark green?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });

    execFileSync('mount', ['-o', `remount,size=${size * 50}`, data()]);
    const { code, document } = await gecko.json(['ingest', 'many']);
    expect({ code, failed: document.failed }).toEqual({ code: 0, failed: [] });
    const { document: stats } = await gecko.json(['corpus', 'stats']);
    expect(stats).toMatchObject({ collections: [{ documents: 21 }] });
  });
});

/** Text that does not compress: 10,000 words, no two alike. */
const words = (seed: number) =>
  Array.from({ length: 10_000 }, (_, n) => ((seed * 10_000 + n) * 2_654_435_761).toString(36)).join(
    ' ',
  );

/** Debian's libfaketime, which gives a program and its native parts the clock that a file says. */
const faketime =
  ['x86_64', 'aarch64']
    .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`)
    .find(existsSync) ?? null;

describe.skipIf(faketime === null)('row 43: a clock that is set back by a month', () => {
  it('changes nothing: the newer revision counts, services stop and start', async () => {
    write('clock', '+0');
    const env = {
      LD_PRELOAD: faketime ?? '',
      FAKETIME_TIMESTAMP_FILE: join(gecko.home, 'clock'),
      FAKETIME_NO_CACHE: '1',
      // Waiting is by the monotonic clock, which no one sets.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    const run = (...args: string[]) => gecko.run(args, { env });
    write('notes/pump.md', '# Pump\n\nThe pump is painted dark green.\n');
    expect(await run('ingest', 'notes')).toMatchObject({ code: 0 });

    write('clock', '-30d');
    write('notes/pump.md', '# Pump\n\nThe pump is painted pale yellow.\n');
    write('notes/valve.md', '# Valve\n\nThe valve is made of brass.\n');
    const { stdout } = await run('ingest', 'notes', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ added: 1, updated: 1, failed: [] });
    const painted = async () => (await run('ask', 'How is the pump painted?')).stdout;
    expect(await painted()).toContain('pale yellow');
    expect(await painted()).not.toContain('dark green');

    expect(await run('down')).toMatchObject({ code: 0 });
    expect(await run('up')).toMatchObject({ code: 0 });
    expect(await painted()).toContain('pale yellow');
    expect(JSON.parse((await run('ingest', 'notes', '--json')).stdout)).toMatchObject({
      unchanged: 2,
    });
  });
});
