import { describe, expect, it } from 'vitest';
import { recordedOllama } from '../../../test/fakes/recorded-ollama.ts';
import { pullTally } from './pull-tally.ts';

type Line = { status: string; digest: string; completed: number; total: number };

const told = (done: number, layer = 'sha256:a') => ({ status: 'pulling', layer, done, total: 100 });

describe('pullTally', () => {
  it('sums up the layers', () => {
    const tally = pullTally();
    expect([tally.add(told(40)), tally.add(told(10, 'sha256:b'))]).toEqual([true, true]);
    expect([tally.done(), tally.total()]).toEqual([50, 200]);
  });

  it('hears that bytes come, also those that a lost connection makes come a second time', () => {
    const tally = pullTally();
    const heard = [60, 60, 0, 0, 5, 30, 30, 61].map((done) => tally.add(told(done)));
    expect(heard).toEqual([true, false, false, false, true, true, false, true]);
    expect(tally.done()).toBe(61);
  });

  it('never counts backwards, whatever Ollama takes back of a connection that was reset', () => {
    const { lines = [] } = recordedOllama('pull-connection-reset-0.32');
    const tally = pullTally();
    const counted = lines.map((line) => {
      const { status, digest, completed = 0, total = 0 } = line as Partial<Line>;
      tally.add({ status: status ?? '', layer: digest ?? null, done: completed, total });
      return [completed, tally.done()] as const;
    });
    expect(counted.some(([said], i) => said < (counted[i - 1]?.[0] ?? 0))).toBe(true);
    expect(counted.every(([, sum], i) => sum >= (counted[i - 1]?.[1] ?? 0))).toBe(true);
  });
});
