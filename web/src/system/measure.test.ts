import { describe, expect, it } from 'vitest';
import { type Look, withLook } from './looks.ts';
import { measure } from './measure.ts';

interface Counted {
  backend?: 'rag' | 'qa';
  instance?: string;
  requests?: number;
  /** How many of them took up to 0.1 s; the others up to 1 s. */
  quick?: number;
  memory?: number;
  tokens?: number;
}

function look(seconds: number, counted: Counted = {}): Look {
  const {
    backend = 'rag',
    instance = 'a',
    requests = 0,
    quick = 0,
    memory = 1,
    tokens = 0,
  } = counted;
  const of = (count: number, fast: number) => ({
    count,
    sum: 0,
    buckets: [
      { le: 0.1, count: fast },
      { le: 1, count },
      { le: null, count },
    ],
  });
  return {
    backend,
    instance,
    at: seconds * 1_000,
    metrics: {
      at: '',
      memory: { resident: memory },
      requests: { total: requests, errors: 0, inFlight: 0, seconds: of(requests, quick) },
      answers: { total: 0, seconds: of(0, 0), firstToken: of(0, 0), tokens },
      embedding: { tokens: 0 },
    },
  };
}

describe('measure', () => {
  it('knows no rate after one look, but the memory', () => {
    expect(measure([look(0, { requests: 7, memory: 5 })])).toMatchObject({
      requests: { rag: null, qa: null },
      memory: { rag: 5, qa: null },
      latency: { median: null, slow: null },
      tokens: null,
    });
  });

  it('tells what came between two looks, not since the beginning', () => {
    const measured = measure([
      look(0, { requests: 1_000, quick: 0, tokens: 10 }),
      look(30, { requests: 1_010, quick: 10, tokens: 40 }),
    ]);
    expect(measured.requests.rag).toBe(20);
    expect(measured.tokens).toBe(60);
    expect(measured.latency.median).toBeCloseTo(0.05);
    expect(measured.latency.slow).toBeCloseTo(0.095);
  });

  it('counts each replica for itself, though they take turns in answering', () => {
    const measured = measure([
      look(0, { instance: 'a', requests: 5, memory: 10 }),
      look(3, { instance: 'b', requests: 100, memory: 20 }),
      look(6, { instance: 'a', requests: 6, memory: 10 }),
      look(9, { instance: 'b', requests: 101, memory: 30 }),
    ]);
    expect(measured.requests.rag).toBe(20);
    expect(measured.memory.rag).toBe(40);
  });

  it('keeps the backends apart, and takes the latency of both together', () => {
    const measured = measure([
      look(0, {}),
      look(0, { backend: 'qa', instance: 'b' }),
      look(60, { requests: 3, quick: 3 }),
      look(60, { backend: 'qa', instance: 'b', requests: 1, quick: 0 }),
    ]);
    expect(measured.requests).toEqual({ rag: 3, qa: 1 });
    expect(measured.latency.slow).toBeGreaterThan(0.1);
  });

  it('takes a counter that went back for none', () => {
    expect(measure([look(0, { requests: 9 }), look(3, { requests: 1 })]).requests.rag).toBeNull();
  });
});

describe('withLook', () => {
  it('forgets looks from before the time that rates are about', () => {
    const looks = [look(0), look(3), look(30)].reduce(withLook, [] as Look[]);
    expect(looks.map(({ at }) => at)).toEqual([0, 3_000, 30_000]);
    expect(withLook(looks, look(600)).map(({ at }) => at)).toEqual([600_000]);
  });
});
