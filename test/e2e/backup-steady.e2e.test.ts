import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { startSteadyWriter, stateAt, steadyVersions } from './steady-writer.ts';

const rounds = 20;
let gecko: Sandbox;
const ok = async (...args: string[]) => {
  const { code, document } = await gecko.json(args);
  expect({ args, code }).toEqual({ args, code: 0 });
  return document;
};

beforeAll(async () => {
  gecko = await openSandbox();
});
afterAll(() => gecko?.close());

it(`restores each of ${rounds} backups of embedded services that were written to without a pause, as a state that existed`, async () => {
  await ok('up');
  const url = `http://127.0.0.1:${gecko.ports.rag}`;
  const token = gecko.state('token') ?? '';
  const writer = await startSteadyWriter(url, token);
  const backups: { id: string; from: number; to: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const from = writer.written;
    const { backup } = await ok('backup', 'qdrant');
    backups.push({ id: (backup as { id: string }).id, from, to: writer.written + 1 });
  }
  await writer.stop();
  for (const { id, from, to } of backups) {
    await ok('restore', 'qdrant', id, '--yes');
    const versions = await steadyVersions(url, token);
    const last = versions.at(-1) ?? 0;
    expect({ id, versions }).toEqual({ id, versions: stateAt(last) });
    expect(last).toBeGreaterThanOrEqual(from);
    expect(last).toBeLessThanOrEqual(to);
  }
  // The writer was there the whole time, and nobody turned it away.
  expect(new Set(backups.map(({ from }) => from)).size).toBe(rounds);
}, 600_000);
