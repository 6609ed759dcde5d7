import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

const all = ['ollama-1', 'qa-1', 'qdrant-1', 'rag-1', 'web-1'];
const question = 'How is the pump painted?';
const answersGreen = { answer: expect.stringContaining('dark green') };

/** Runs gecko until it says this, and kills it as the machine would. */
async function killAt(gecko: StackSandbox, args: readonly string[], said: RegExp): Promise<void> {
  const running = gecko.start([...args, '--verbose']);
  await running.said(said);
  running.child.kill('SIGKILL');
  await running.ended;
}

/** Row 8: whatever step a gecko was killed at, the next one goes on from there. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('an up that was killed', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('killed');
  });
  afterAll(() => gecko?.close());

  it.each([
    ['network.create', /Creating network killed-internal/],
    ['volume.create', /Creating volume killed_qdrant_storage/],
    ['volume.put', /Writing killed_web_config/],
    ['weights.put', /Putting the embedding weights into/],
    ['container.create', /Creating killed-qdrant-1/],
    ['container.start', /Starting killed-rag-1/],
    ['door.reload', /Reloading killed-web-1/],
    ['wait.healthy', /Waiting for killed-qa-1/],
    ['model.pull', /Pulling the model/],
  ])('at %s converges, with nothing twice and nothing left (row 8)', async (_, said) => {
    await killAt(gecko, ['up'], said);
    await gecko.ok('up');
    expect(await gecko.names()).toEqual(all);
    expect(await gecko.ok('up')).toMatchObject({ changed: false });
    const { containers, foreign } = await gecko.engine.snapshot(gecko.project);
    expect(containers).toHaveLength(all.length);
    expect(foreign.containers).toEqual([]);
    expect(await gecko.engine.volume('killed_lock')).toBeNull();
    await gecko.ok('down', '--volumes', '--yes');
  });
});

describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a move that was killed', () => {
  let gecko: StackSandbox;
  beforeAll(async () => {
    gecko = await openStack('torn', { runtime: null });
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  const into = ['up', '--auto-gpu', '--yes'];
  const out = ['up', '--runtime', 'embedded', '--yes'];
  it.each([
    ['before its containers are there', into, /Creating torn-web-1/],
    ['before they answer', into, /Waiting for torn-qa-1/],
    ['before it is recorded', into, /Carried \d+ documents/],
  ])('into containers, %s, ends where it is begun again (row 8)', async (_, args, said) => {
    await killAt(gecko, args, said);
    expect(await gecko.ok(...args)).toMatchObject({ runtime: 'docker', moved: true });
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
    await gecko.ok(...out);
  });

  it.each([
    ['before its backends are stopped', out, /Stopping torn-qa-1/],
    ['before it is recorded', out, /Carried \d+ documents/],
  ])('out of containers, %s, ends where it is begun again (row 8)', async (_, args, said) => {
    await gecko.ok(...into);
    await killAt(gecko, args, said);
    expect(await gecko.ok(...args)).toMatchObject({ runtime: 'embedded', moved: true });
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
  });
});
