import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** From the embedded runtime into containers and back, the corpus with it. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a project that moves', () => {
  let gecko: StackSandbox;
  const question = 'How is the pump painted?';
  const answersGreen = { answer: expect.stringContaining('dark green') };
  beforeAll(async () => {
    gecko = await openStack('moves', { runtime: null });
    writeFileSync(join(gecko.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await gecko.ok('ingest', 'pump.md');
  });
  afterAll(() => gecko?.close());

  it('begins embedded, where nobody has asked for containers', async () => {
    expect(await gecko.ok('status')).toMatchObject({ runtime: 'embedded' });
    expect(await gecko.names()).toEqual([]);
  });

  it('asks before it moves, and shows what it would do', async () => {
    const { code, stderr } = await gecko.run(['up', '--auto-gpu']);
    expect({ code, stderr }).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('--no-carry'),
    });
    const plan = await gecko.run(['up', '--auto-gpu', '--dry-run']);
    expect(plan).toMatchObject({ code: 0, stdout: expect.stringContaining('container.create') });
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
  });

  it('answers as before where the containers do not come up', async () => {
    gecko.configure('services: { ollama: { env: { NODE_OPTIONS: --no-such-option } } }');
    const { code } = await gecko.run(['up', '--auto-gpu', '--yes']);
    gecko.configure();
    expect(code).toBe(23);
    expect(await gecko.names()).toEqual([]);
    expect(await gecko.ok('status')).toMatchObject({ runtime: 'embedded' });
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
  });

  it('says what ends it, and what takes it back, where it is killed half-way', async () => {
    const moving = gecko.start(['up', '--auto-gpu', '--yes']);
    // The door has the ports by then.
    await moving.said(/Starting moves-rag-1/);
    moving.child.kill('SIGKILL');
    await moving.ended;
    expect(await gecko.run(['ask', question])).toMatchObject({
      code: 22,
      stderr: expect.stringMatching(/MOVE_UNFINISHED/),
    });
    expect((await gecko.run(['status'])).stderr).toContain('gecko up --runtime docker');
    await gecko.ok('down', '--runtime', 'docker');
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
  });

  it('answers from its containers then, by vectors too, and takes documents', async () => {
    expect(await gecko.ok('up', '--auto-gpu', '--yes')).toMatchObject({
      runtime: 'docker',
      moved: true,
    });
    expect(await gecko.ok('ask', question)).toMatchObject({
      ...answersGreen,
      retrieval: { mode: 'hybrid' },
    });
    expect(await gecko.ok('ingest', 'pump.md')).toMatchObject({ unchanged: 1, embedded: 0 });
    writeFileSync(join(gecko.home, 'door.md'), '# Door\n\nThe door is painted bright orange.\n');
    expect(await gecko.ok('ingest', 'door.md')).toMatchObject({ added: 1 });
  });

  it('goes back with what has come since', async () => {
    expect(await gecko.ok('up', '--runtime', 'embedded', '--yes')).toMatchObject({
      runtime: 'embedded',
      moved: true,
    });
    expect(await gecko.ok('ask', 'How is the door painted?')).toMatchObject({
      answer: expect.stringContaining('bright orange'),
    });
    const { containers } = await gecko.engine.snapshot(gecko.project);
    expect(containers.map(({ status }) => status)).toEqual(Array(5).fill('exited'));
    expect(await gecko.ok('down', '--volumes', '--runtime', 'docker', '--yes')).toMatchObject({
      runtime: 'docker',
      otherData: { runtime: 'embedded', places: [expect.stringMatching(/\/store$/)] },
    });
    expect((await gecko.engine.snapshot(gecko.project)).volumes).toEqual([]);
    expect(await gecko.ok('ask', question)).toMatchObject(answersGreen);
  });
});
