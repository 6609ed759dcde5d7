import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { openLogFile } from '../embedded/log-file.ts';
import { logs } from './logs.ts';

let home: string;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-logs-'));
  runtime = await fakeRuntime(home, new FakeRag());
});
afterEach(() => rmSync(home, { recursive: true }));

function logged(...lines: (Record<string, unknown> | string)[]): void {
  const file = openLogFile({ path: runtime.paths.project.log });
  for (const line of lines)
    file.write(
      `${typeof line === 'string' ? line : JSON.stringify({ time: 'T', level: 'info', ...line })}\n`,
    );
  file.close();
}

async function shown(input: Partial<Parameters<typeof logs>[0]> = {}): Promise<string> {
  await logs(
    { services: [], follow: false, timestamps: false, tail: undefined, since: undefined, ...input },
    runtime,
  );
  return runtime.ui.out;
}

describe('logs', () => {
  it('shows all lines with service, level and fields; times where they are wanted', async () => {
    logged({ service: 'rag', message: 'slow', level: 'warn', ms: 12 }, 'Segmentation fault');
    expect(await shown({ timestamps: true })).toBe(
      'T rag warn: slow ms=12\nnative Segmentation fault\n',
    );
  });

  it('shows one service, by its old name too, and the last lines of it', async () => {
    logged(
      ...['a', 'b', 'c'].flatMap((message) => [
        { service: 'qa', message },
        { service: 'rag', message },
      ]),
    );
    expect(await shown({ services: ['langchain-backend-qa'], tail: 2 })).toBe('qa b\nqa c\n');
  });

  it('shows nothing for --tail 0', async () => {
    logged({ service: 'qa', message: 'a' });
    expect(await shown({ tail: 0 })).toBe('');
  });

  it('strips what would steer the terminal', async () => {
    logged({ service: 'rag', message: 'bad \u001b]0;title\u0007name' });
    expect(await shown()).toBe('rag bad name\n');
  });

  it('names the services where one does not exist', async () => {
    await expect(shown({ services: ['raq'] })).rejects.toMatchObject({
      code: 'USAGE',
      hint: expect.stringContaining('Did you mean rag?'),
    });
  });

  it('says that nothing was logged yet', async () => {
    await shown();
    expect(runtime.ui.events).toEqual([{ type: 'note', text: 'Nothing was logged yet.' }]);
  });
});
