import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { waitHealthy } from './wait-healthy.ts';

const image = { behaviour: { says: ['one', 'two'] } };
const dying = { behaviour: { says: ['no such option'], exits: { after: 10, code: 9 } } };

const starving = { behaviour: { exits: { after: 10, code: 137, oomKilled: true } } };
const other = {
  behaviour: { says: ['exec /entry: exec format error'], exits: { after: 1, code: 1 } },
};

const images = { runs: image, dies: dying, starves: starving, other };

async function start(reference: keyof typeof images, restart: 'no' | 'always' = 'no') {
  const clock = fakeClock();
  const engine = fakeEngine({ clock, images });
  const id = await engine.createContainer({ ...containerSpec('a-b-1', reference), restart });
  await engine.startContainer(id);
  return { engine, clock, signal: new AbortController().signal };
}

describe('waitHealthy', () => {
  it('wants two answers in a row, of one whose health comes and goes (row 27)', async () => {
    const answers = [false, true, false, true, true];
    let asked = 0;
    const probe = async () => ({ healthy: answers[asked++] ?? false, detail: '' });
    await waitHealthy('a-b-1', 60_000, { ...(await start('runs')), probe });
    expect(asked).toBe(5);
  });

  it('gives up at once where it has ended, with its exit code and last lines (row 28)', async () => {
    const probe = async () => ({ healthy: false, detail: 'HTTP 502' });
    const tools = await start('dies');
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, probe })).rejects.toMatchObject({
      code: 'UNHEALTHY',
      exitCode: 23,
      message: 'a-b-1: it ended with exit code 9',
      hint: 'Last answer: HTTP 502\nIts last log lines:\n  no such option',
    });
    expect(tools.clock.monotonic()).toBeLessThan(2_000);
  });

  it('gives up at the end of its time (row 27), and where it was removed', async () => {
    const probe = async () => ({ healthy: false, detail: 'HTTP 503' });
    const tools = await start('runs');
    await expect(waitHealthy('a-b-1', 5_000, { ...tools, probe })).rejects.toMatchObject({
      message: 'a-b-1: it did not become healthy within 5 s',
      hint: expect.stringContaining('  one\n  two'),
    });
    await tools.engine.removeContainer('a-b-1', { force: true });
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, probe })).rejects.toMatchObject({
      message: 'a-b-1: it was removed',
    });
  });

  it('gives up on one that is started again and again (row 27)', async () => {
    const tools = await start('dies', 'always');
    let restarts = 0;
    const engine = {
      ...tools.engine,
      container: async (name: string) => {
        const seen = await tools.engine.container(name);
        return seen && { ...seen, restarts: restarts++ };
      },
    };
    const probe = async () => ({ healthy: false, detail: 'HTTP 502' });
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, engine, probe })).rejects.toMatchObject({
      message: 'a-b-1: it ended with exit code 9 and was restarted 3 times',
    });
    expect(tools.clock.monotonic()).toBeLessThan(6_000);
  });

  it('tells the end of memory from other ends (row 27)', async () => {
    const tools = await start('starves');
    const probe = async () => ({ healthy: false, detail: 'HTTP 502' });
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, probe })).rejects.toMatchObject({
      message:
        'a-b-1: it needed more memory than it may have, and was ended (OOMKilled, exit code 137)',
      details: { oomKilled: true, exitCode: 137 },
    });
  });

  it('names the platform of an image that the machine cannot run (row 12)', async () => {
    const tools = await start('other');
    const engine = {
      ...tools.engine,
      image: async (reference: string) => {
        const found = await tools.engine.image(reference);
        return found && { ...found, architecture: 'arm64' };
      },
    };
    const probe = async () => ({ healthy: false, detail: 'HTTP 502' });
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, engine, probe })).rejects.toMatchObject({
      code: 'IMAGE_PLATFORM',
      exitCode: 1,
      hint: expect.stringContaining(
        "Its image other is for linux/arm64, and the engine's machine is linux/amd64",
      ),
    });
  });

  it('stops where it is told to', async () => {
    const stopping = new AbortController();
    const tools = { ...(await start('runs')), signal: stopping.signal };
    const probe = async () => {
      stopping.abort(new Error('interrupted'));
      return { healthy: false, detail: '' };
    };
    await expect(waitHealthy('a-b-1', 60_000, { ...tools, probe })).rejects.toThrow('interrupted');
  });
});
