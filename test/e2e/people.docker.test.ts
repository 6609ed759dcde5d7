import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStack, type StackSandbox } from './stack-sandbox.ts';

/** Two people, each with a home of their own, and one engine that both may use. */
describe.skipIf(!process.env.GECKO_TEST_ENGINE)('a project of several people', () => {
  let ana: StackSandbox;
  let ben: StackSandbox;
  const tokenOf = async (one: StackSandbox) => (await one.ok('token', 'show')).token;
  const idsOf = async () =>
    (await ana.engine.snapshot(ana.project)).containers.map(({ id }) => id).toSorted();
  beforeAll(async () => {
    ana = await openStack('shared');
    ben = await openStack('shared', { ports: ana.ports });
    writeFileSync(join(ana.home, 'pump.md'), '# Pump\n\nThe pump is painted dark green.\n');
    await ana.ok('up');
    await ana.ok('ingest', 'pump.md');
  });
  afterAll(async () => {
    await ben?.close();
    await ana?.close();
  });

  it('is found by the second, with its keys, and changed by nobody', async () => {
    const before = await idsOf();
    writeFileSync(join(ben.home, 'door.md'), '# Door\n\nThe door is painted bright orange.\n');
    expect(await ben.ok('ingest', 'door.md')).toMatchObject({ added: 1 });
    expect(await tokenOf(ben)).toBe(await tokenOf(ana));
    expect(await ben.ok('up')).toMatchObject({ changed: false });
    expect(await idsOf()).toEqual(before);
    expect(await ben.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
  });

  it('locks the second out while the first works on it, or lets it wait (row 21)', async () => {
    const first = ana.start(['restart', 'qa']);
    await first.said(/Restarting shared-qa-1/);
    const { code, stderr } = await ben.run(['up']);
    expect({ code, stderr }).toMatchObject({
      code: 11,
      stderr: expect.stringMatching(/gecko restart, process \d+/),
    });
    expect(await ben.ok('up', '--lock-wait', '120')).toMatchObject({ changed: false });
    expect((await first.ended).code).toBe(0);
  });

  it('is taken over from a gecko that was killed, and no lock is left (row 8)', async () => {
    const killed = ana.start(['restart', 'qa']);
    await killed.said(/Restarting shared-qa-1/);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await ben.ok('up');
    expect(await ana.engine.volume('shared_lock')).toBeNull();
  });

  it('gives a token that one has replaced to the other', async () => {
    await ana.ok('token', 'rotate', '--yes');
    await ana.ok('up');
    await ben.ok('status');
    expect(await tokenOf(ben)).toBe(await tokenOf(ana));
    expect(await ben.ok('up')).toMatchObject({ changed: false });
  });

  it('has the same keys and the same data after a lost state folder, containers or none', async () => {
    const token = await tokenOf(ana);
    const forget = () => rmSync(join(ana.home, 'gecko'), { recursive: true });
    forget();
    expect(await ana.ok('up')).toMatchObject({ changed: false });
    expect(await tokenOf(ana)).toBe(token);
    await ana.ok('down');
    forget();
    await ana.ok('up');
    expect(await tokenOf(ana)).toBe(token);
    expect(await ana.ok('ask', 'How is the pump painted?')).toMatchObject({
      answer: expect.stringContaining('dark green'),
    });
  });

  it('is never taken for one of the same name that this machine has already', async () => {
    const state = join(ben.home, 'gecko', 'state', 'projects', 'shared', 'state.json');
    const own = JSON.parse(readFileSync(state, 'utf8'));
    writeFileSync(state, JSON.stringify({ ...own, projectId: 'another' }));
    const before = await idsOf();
    const { code, stderr } = await ben.run(['up']);
    expect(code).toBe(22);
    expect(stderr).toMatch(/was made by \S+@\S+, with gecko/);
    expect(await idsOf()).toEqual(before);
    const token = join(ben.home, 'gecko', 'state', 'projects', 'shared', 'token');
    expect(readFileSync(token, 'utf8').trim()).toBe(await tokenOf(ana));
  });
});
