import { describe, expect, it } from 'vitest';
import { type Progress, progressText } from './progress-text.ts';
import { rateMeter } from './rate-meter.ts';

const MiB = 2 ** 20;
const GiB = 2 ** 30;
const of = (done: number, total: number | null, unit: Progress['unit'] = 'bytes'): Progress => ({
  ...{ type: 'progress', id: 'a', text: 'Fetching llama3' },
  ...{ done, total, unit },
});

describe('a line of progress', () => {
  it.each([
    [of(120, 300, 'items'), null, 'Fetching llama3: 120 of 300 (40 %)'],
    [of(3.1 * MiB, 22.9 * MiB), null, 'Fetching llama3: 3.1 of 22.9 MiB (13 %)'],
    [
      of(3.1 * MiB, 22.9 * MiB),
      2 * MiB,
      'Fetching llama3: 3.1 of 22.9 MiB (13 %), 2.0 MiB/s, 10 s left',
    ],
    [
      of(GiB, 4 * GiB),
      10 * MiB,
      'Fetching llama3: 1.00 of 4.00 GiB (25 %), 10.0 MiB/s, 5 min left',
    ],
    [of(0, 40 * GiB), MiB, 'Fetching llama3: 0.00 of 40.00 GiB (0 %), 1.0 MiB/s, 11.4 h left'],
    [of(5 * MiB, null), MiB, 'Fetching llama3: 5.0 MiB, 1.0 MiB/s'],
    [of(512, 20 * 1024), null, 'Fetching llama3: 0.5 of 20.0 KiB (2 %)'],
    [of(MiB, 2 * MiB), 0, 'Fetching llama3: 1.0 of 2.0 MiB (50 %), 0.0 MiB/s'],
    [of(2 * MiB, 2 * MiB), MiB, 'Fetching llama3: 2.0 of 2.0 MiB (100 %)'],
  ])('%# says how far it is, how fast, and how long it takes', (progress, rate, text) => {
    expect(progressText(progress, undefined, rate)).toBe(text);
  });

  it('leaves the speed out before it cuts its words', () => {
    const line = progressText(of(GiB, 4 * GiB), 50, 10 * MiB);
    expect(line).toBe('Fetching llama3: 1.00 of 4.00 GiB (25 %)');
    expect(progressText(of(GiB, 4 * GiB), 30, 10 * MiB)).toBe('Fetch: 1.00 of 4.00 GiB (25 %)');
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
