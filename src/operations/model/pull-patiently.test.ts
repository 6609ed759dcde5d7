import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../../test/fakes/fake-clock.ts';
import type { OllamaServer, PullProgress } from '../../clients/ollama.ts';
import { pullCut, pullFailed } from '../../clients/pull-failure.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { UiEvent } from '../../ui/ui.ts';
import { type FreeSpace, pullPatiently } from './pull-patiently.ts';

const GB = 1e9;
const big = `sha256:${'ab'.repeat(32)}`;
const small = `sha256:${'cd'.repeat(32)}`;
const line = (done: number, total = 4 * GB, layer = big): PullProgress => ({
  ...{ status: 'pulling abababababab', layer, done, total },
});
const word = (status: string): PullProgress => ({ status, layer: null, done: 0, total: 0 });

/** What each try tells before it ends as it says. */
type Try = { tells?: readonly PullProgress[]; ends?: unknown };

/** A server that holds the stream open until it is left, where a try has no end. */
function scripted(tries: Try[]): Pick<OllamaServer, 'pull'> & { left: number } {
  const server = {
    left: 0,
    async pull(_: string, told: (progress: PullProgress) => void, signal: AbortSignal) {
      const { tells = [], ends } = tries.shift() ?? { tells: [word('success')], ends: 'well' };
      for (const progress of tells) told(progress);
      if (ends === 'well') return;
      if (ends !== undefined) throw ends;
      await new Promise((_, reject) => {
        const leave = () => {
          server.left += 1;
          reject(signal.reason);
        };
        if (signal.aborted) leave();
        else signal.addEventListener('abort', leave);
      });
    },
  };
  return server;
}

async function pull(
  tries: Try[],
  options: { space?: FreeSpace | null; mode?: 'tty' | 'plain'; signal?: AbortSignal } = {},
) {
  const events: UiEvent[] = [];
  const server = scripted(tries);
  const clock = fakeClock();
  const outcome = await pullPatiently(server, 'llama3', {
    clock,
    ui: { mode: options.mode ?? 'plain', event: (event) => void events.push(event) },
    freeSpace: async () => options.space ?? null,
    again: 'gecko model pull llama3',
    stallMs: 20,
    signal: options.signal ?? new AbortController().signal,
  }).catch((error: unknown) => error);
  return { outcome, events, waited: clock.now(), left: server.left, rest: tries.length };
}
const warnings = (events: readonly UiEvent[]) =>
  events.flatMap((event) => (event.type === 'warning' ? [event.text] : []));

describe('pullPatiently', () => {
  it('shows the whole, and on a terminal each layer under way', async () => {
    const tells = [line(GB), line(GB, 2 * GB, small), line(4 * GB), line(2 * GB, 2 * GB, small)];
    const seen = async (mode: 'tty' | 'plain') =>
      (await pull([{ tells, ends: 'well' }], { mode })).events.map((event) =>
        event.type === 'progress'
          ? `${event.text.trim()} ${event.done / GB}/${(event.total ?? 0) / GB}`
          : event.type,
      );
    expect(await seen('plain')).toEqual([
      'llama3 1/4',
      'llama3 2/6',
      'llama3 5/6',
      'llama3 6/6',
      'progress-end',
    ]);
    expect(await seen('tty')).toEqual([
      'abababababab 1/4',
      'llama3 1/4',
      'abababababab 1/4',
      'cdcdcdcdcdcd 1/2',
      'llama3 2/6',
      'progress-end',
      'cdcdcdcdcdcd 1/2',
      'llama3 5/6',
      'progress-end',
      'llama3 6/6',
      'progress-end',
    ]);
  });

  it('leaves a stream in which no new byte comes, and goes on with a further try', async () => {
    const still = Array.from({ length: 50 }, () => line(GB));
    const { outcome, events, left } = await pull([
      { tells: still },
      { tells: [line(GB), line(4 * GB), word('success')], ends: 'well' },
    ]);
    expect(outcome).toBe(4 * GB);
    expect(left).toBe(1);
    expect(warnings(events)).toEqual([
      expect.stringMatching(
        /^The pull of llama3 stands still: no new byte for 0.02 s\. Trying again in 1 s \(2 of 6\)\.$/,
      ),
    ]);
  });

  it('shows all of it as there once Ollama verifies it, for whose last words it is too quick', async () => {
    const tells = [line(3.9 * GB), word('verifying sha256 digest'), word('success')];
    const { events } = await pull([{ tells, ends: 'well' }]);
    expect(events).toContainEqual(
      expect.objectContaining({ text: 'llama3, verifying sha256 digest', done: 4 * GB }),
    );
  });

  it.each([
    ['a stream that breaks off', pullCut('llama3')],
    [
      'a lost network',
      pullFailed('llama3', 'max retries exceeded: dial tcp: lookup x: no such host'),
    ],
    ['a busy registry', pullFailed('llama3', 'pull model manifest: 503: upstream unavailable')],
  ])('tries again after %s, waiting longer each time, and gives up in the end', async (_, ends) => {
    const { outcome, events, waited } = await pull(
      Array.from({ length: 9 }, () => ({ tells: [line(GB)], ends })),
    );
    expect(outcome).toBe(ends);
    expect(warnings(events)).toHaveLength(5);
    expect(waited).toBeGreaterThan(15_000);
    expect(waited).toBeLessThan(31_000);
  });

  it('counts anew where a try has brought something', async () => {
    const tries = Array.from({ length: 20 }, (_, i) => ({
      tells: [line((i + 1) * 0.1 * GB)],
      ends: pullCut('llama3'),
    }));
    expect(await pull(tries)).toMatchObject({ outcome: 4 * GB, rest: 0 });
  });

  it('tries less often where nothing has ever come', async () => {
    const ends = pullFailed('llama3', 'dial tcp: lookup registry: no such host');
    const { outcome, rest } = await pull(Array.from({ length: 9 }, () => ({ ends })));
    expect(outcome).toBe(ends);
    expect(rest).toBe(6);
  });

  it.each([
    ['a model that does not exist', pullFailed('nope', 'pull model manifest: file does not exist')],
    ['a full disk', pullFailed('llama3', 'write: no space left on device')],
    [
      'an Ollama that never answered',
      new GeckoError('BACKEND_UNREACHABLE', 'nothing answers', { exitCode: exitCodes.engine }),
    ],
  ])('does not try again for %s', async (_, ends) => {
    const { outcome, rest } = await pull([{ ends }, {}]);
    expect(outcome).toBe(ends);
    expect(rest).toBe(1);
  });

  it('takes an Ollama that goes away in the middle for one that comes back', async () => {
    const ends = new GeckoError('BACKEND_UNREACHABLE', 'gone', { exitCode: exitCodes.engine });
    const { outcome } = await pull([
      { tells: [line(GB)], ends },
      { tells: [line(4 * GB)], ends: 'well' },
    ]);
    expect(outcome).toBe(4 * GB);
  });

  it('refuses before the bulk is there what has no room, naming both figures', async () => {
    const space = { bytes: 2.5 * GB, place: '/var/lib/docker' };
    const { outcome, left } = await pull([{ tells: [line(1 * GB)] }], { space });
    expect(left).toBe(1);
    expect(outcome).toMatchObject({
      code: 'NO_SPACE',
      exitCode: 24,
      message: 'llama3 takes 2.79 GiB more, and there is 2.33 GiB free in /var/lib/docker',
    });
  });

  it('needs no room for what is there already', async () => {
    const space = { bytes: 0.1 * GB, place: '/x' };
    const tells = [line(4 * GB), line(0.05 * GB, 0.1 * GB, small)];
    expect(await pull([{ tells, ends: 'well' }], { space })).toMatchObject({
      outcome: 4_100_000_000,
    });
  });

  it('does not take verifying for a stall', async () => {
    // 50 MB a second: 4 GB may take 80 s, and no byte comes meanwhile.
    const tells = [line(4 * GB), word('verifying sha256 digest')];
    const interrupted = new AbortController();
    setTimeout(() => interrupted.abort(new Error('long enough')), 60);
    const { outcome, events } = await pull([{ tells }], { signal: interrupted.signal });
    expect(outcome).toMatchObject({ message: 'long enough' });
    expect(warnings(events)).toEqual([]);
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'progress', text: 'llama3, verifying sha256 digest' }),
    );
  });

  it('is left at once by Ctrl-C, and says that what has come stays', async () => {
    const interrupted = new AbortController();
    setTimeout(() => interrupted.abort(new Error('Ctrl-C')), 5);
    const { outcome, events } = await pull([{ tells: [line(GB)] }], { signal: interrupted.signal });
    expect(outcome).toMatchObject({ message: 'Ctrl-C' });
    expect(events.at(-1)).toMatchObject({
      type: 'note',
      text: 'What has come of llama3 stays; gecko model pull llama3 goes on there.',
    });
  });
});
