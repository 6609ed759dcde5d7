import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { parseCommandLine } from '../program.ts';

let home: string;
let runtime: FakeRuntime;
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-up-'));
  runtime = await fakeRuntime(home, new FakeRag());
  runtime.config.runtime = 'embedded';
});
afterEach(() => rmSync(home, { recursive: true }));

async function gecko(line: string): Promise<unknown> {
  const call = await parseCommandLine(line.split(' '));
  return call.kind === 'run' ? call.spec.run?.(call.invocation, runtime) : undefined;
}
const notes = () =>
  runtime.ui.events.flatMap((event) => (event.type === 'note' ? [event.text] : []));

describe('gecko up of the embedded runtime', () => {
  it.each(['up --expose --insecure', 'up --expose --dry-run'])(
    'is not exposed by an option either: %s',
    async (line) => {
      const refusal = { code: 'RUNTIME_UNSUPPORTED', exitCode: 21 };
      await expect(gecko(line)).rejects.toMatchObject(refusal);
      expect(runtime.running).toBeNull();
    },
  );

  it('names in one note what means the docker runtime alone', async () => {
    await gecko('up --scale rag=2 --no-deps --no-build --insecure -t 5 rag');
    expect(notes()).toEqual([
      'Only the docker runtime has a use for --insecure, --no-deps, --no-build, --scale, --timeout, rag: one process serves everything here.',
    ]);
    expect(runtime.running).not.toBeNull();
  });

  it('says what finds a model here', async () => {
    await gecko('up --auto-model');
    expect(notes()).toEqual([
      'Only the docker runtime has a use for --auto-model: one process serves everything here. gecko model recommend tells which model fits.',
    ]);
  });

  it.each(['up', 'up --no-carry', 'up -d --dry-run'])('says nothing of %s', async (line) => {
    await gecko(line);
    expect(notes()).toEqual([]);
  });
});
