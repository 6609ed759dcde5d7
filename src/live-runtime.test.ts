import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FakeRag } from '../test/fakes/fake-rag.ts';
import { fakeRuntime } from '../test/fakes/fake-runtime.ts';
import { liveRuntime } from './live-runtime.ts';

it('does what is to be done while nobody may start the services', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gecko-live-'));
  try {
    const given = await fakeRuntime(home, new FakeRag());
    const { supervisor, signal } = liveRuntime({ ...given, env: {} });
    let done = 0;
    const stopped = await supervisor.stop(signal, async () => {
      done += 1;
    });
    expect([stopped, done]).toEqual([false, 1]);
  } finally {
    rmSync(home, { recursive: true });
  }
});
