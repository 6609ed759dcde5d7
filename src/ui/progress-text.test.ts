import { describe, expect, it } from 'vitest';
import { type Progress, progressText } from './progress-text.ts';
import { rateMeter } from './rate-meter.ts';

const of = (done: number, total: number | null, unit: Progress['unit'] = 'bytes'): Progress => ({
  ...{ type: 'progress', id: 'a', text: 'Fetching llama3' },
  ...{ done, total, unit },
});

describe('a line of progress', () => {
  it.each([
    [of(120, 300, 'items'), null, 'Fetching llama3: 120 of 300 (40 %)'],
    [of(3.1e6, 22.9e6), null, 'Fetching llama3: 3.1 of 22.9 MB (13 %)'],
    [of(3.1e6, 22.9e6), 2e6, 'Fetching llama3: 3.1 of 22.9 MB (13 %), 2.0 MB/s, 10 s left'],
    [of(1e9, 4e9), 10e6, 'Fetching llama3: 1.00 of 4.00 GB (25 %), 10.0 MB/s, 5 min left'],
    [of(0, 40e9), 1e6, 'Fetching llama3: 0.00 of 40.00 GB (0 %), 1.0 MB/s, 11.1 h left'],
    [of(5e6, null), 1e6, 'Fetching llama3: 5.0 MB, 1.0 MB/s'],
    [of(1e6, 2e6), 0, 'Fetching llama3: 1.0 of 2.0 MB (50 %), 0.0 MB/s'],
    [of(2e6, 2e6), 1e6, 'Fetching llama3: 2.0 of 2.0 MB (100 %)'],
  ])('%# says how far it is, how fast, and how long it takes', (progress, rate, text) => {
    expect(progressText(progress, undefined, rate)).toBe(text);
  });

  it('leaves the speed out before it cuts its words', () => {
    const line = progressText(of(1e9, 4e9), 50, 10e6);
    expect(line).toBe('Fetching llama3: 1.00 of 4.00 GB (25 %)');
    expect(progressText(of(1e9, 4e9), 30, 10e6)).toBe('Fetchi: 1.00 of 4.00 GB (25 %)');
  });
});

describe('the speed of a task', () => {
  it('is told after a second, without what was there when it began', () => {
    let time = 0;
    const meter = rateMeter(() => time);
    expect(meter.rate(of(5e6, 9e6))).toBeNull();
    time = 500;
    expect(meter.rate(of(6e6, 9e6))).toBeNull();
    time = 2_000;
    expect(meter.rate(of(9e6, 9e6))).toBeCloseTo(2e6, -5);
  });

  it('follows a change within some seconds, and falls to nothing where nothing comes', () => {
    let time = 0;
    const meter = rateMeter(() => time);
    let last: number | null = null;
    for (let second = 0; second <= 30; second += 1) {
      time = second * 1_000;
      last = meter.rate(of(Math.min(second, 10) * 1e6, 30e6));
      if (second === 10) expect(last).toBeCloseTo(1e6, -4);
    }
    expect(last).toBeLessThan(0.02e6);
  });

  it('is none of things that are not bytes, and begins anew where a task does', () => {
    const meter = rateMeter(() => 0);
    expect(meter.rate(of(1, 2, 'items'))).toBeNull();
    meter.rate(of(5, 9));
    meter.end('a');
    expect(meter.rate(of(1, 9))).toBeNull();
  });
});
