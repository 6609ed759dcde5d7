import { describe, expect, it } from 'vitest';
import { containerSpec } from '../../../test/fakes/container-spec.ts';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import { fakeEngine } from '../../../test/fakes/fake-engine.ts';
import { waitHealthy } from './wait-healthy.ts';

const image = { behaviour: { says: ['one', 'two'] } };
const dying = { behaviour: { says: ['no such option'], exits: { after: 10, code: 9 } } };

async function start(reference: 'runs' | 'dies', restart: 'no' | 'always' = 'no') {
  const clock = fakeClock();
  const engine = fakeEngine({ clock, images: { runs: image, dies: dying } });
  const id = await engine.createContainer({ ...containerSpec('a-b-1', reference), restart });
  await engine.startContainer(id);
  return { engine, clock, signal: new AbortController().signal };
}

describe('waitHealthy', () => {
  it('wants two answers in a row', async () => {
    const answers = [false, true, false, true, true];
    let asked = 0;
    const probe = async () => ({ healthy: answers[asked++] ?? false, detail: '' });
    await waitHealthy('a-b-1', 60_000, { ...(await start('runs')), probe });
    expect(asked).toBe(5);
  });

  it('gives up at once where it has ended, with its exit code and last lines', async () => {
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

  it('gives up at the end of its time, and where it was removed', async () => {
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
