import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Fate } from '../fakes/engine-api.ts';
import { type FakeStack, type FakeStackOptions, openFakeStack } from './fake-stack.ts';
import { entry, openSandbox, type Running, type Sandbox } from './sandbox.ts';
import { openTerminal } from './terminal.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await openSandbox('');
});
afterAll(() => sandbox.close());

async function withStack(
  decide: NonNullable<FakeStackOptions['decide']>,
  work: (gecko: FakeStack) => Promise<void>,
): Promise<void> {
  const gecko = await openFakeStack(sandbox, { decide });
  try {
    await work(gecko);
  } finally {
    await gecko.close();
  }
}

async function thereIn({ engine, env }: FakeStack) {
  const { containers, networks, volumes } = await engine.snapshot(env.GECKO_PROJECT ?? 'gecko');
  const locks = volumes.filter(({ name }) => name.endsWith('lock'));
  return {
    running: containers.filter(({ status }) => status === 'running').length,
    left: containers.length + networks.length + locks.length,
  };
}

it('a terminal that is closed amid up: what was begun is undone, and the exit code is 129 (row 7)', async () => {
  let terminal: Running | null = null;
  const close = async (line: string): Promise<Fate> => {
    if (terminal === null || !/^POST .*gecko-rag-1.start/.test(line)) return 'pass';
    const { child, ended } = terminal;
    terminal = null;
    child.kill('SIGKILL');
    await ended;
    return 'pass';
  };
  await withStack(close, async (gecko) => {
    // As a shell has it, which hands the signal on to what it runs.
    const line = `trap 'kill -HUP $job' HUP; "$NODE" ${entry} up & job=$!; wait $job; wait $job; echo $? > code`;
    terminal = openTerminal(gecko, line);
    await terminal.ended;
    expect(terminal).toBeNull();
    expect(await eventually(() => readFileSync(join(gecko.home, 'code'), 'utf8'))).toBe('129\n');
    expect(await thereIn(gecko)).toEqual({ running: 0, left: 0 });
  });
});

it('a reader that leaves amid up: the work goes on to its end, and so does the exit code (row 7)', async () => {
  await withStack(
    () => 'pass',
    async (gecko) => {
      const line = `"${process.execPath}" "${entry}" up 2>&1 | head -1; echo "$PIPESTATUS"`;
      const { stdout } = await promisify(execFile)('bash', ['-c', line], {
        cwd: gecko.home,
        env: { ...gecko.env },
        encoding: 'utf8',
      });
      expect(stdout).toMatch(/^.+\n0\n$/);
      expect(await thereIn(gecko)).toMatchObject({ running: 5 });
    },
  );
});

/** What can be read once it is whole. The test's own deadline ends the wait. */
async function eventually(read: () => string): Promise<string> {
  for (;;) {
    try {
      const text = read();
      if (text.endsWith('\n')) return text;
    } catch {
      // Not there yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
