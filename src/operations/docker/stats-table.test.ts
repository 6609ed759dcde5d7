import { describe, expect, it } from 'vitest';
import { statsTable } from './stats-table.ts';

const measured = [
  {
    name: 'gecko-ollama-1',
    stats: {
      cpu: 1.235,
      memory: 3 * 2 ** 30,
      memoryLimit: 4 * 2 ** 30,
      networkIn: 812,
      networkOut: 1_572_864,
      blockRead: 0,
      blockWrite: 123 * 2 ** 20,
      processes: 17,
    },
  },
  { name: 'gecko-web-1', stats: null },
];
const table = (columns: number, terminal = true) =>
  statsTable(measured, 'gecko', { columns, terminal });

describe('the table of stats', () => {
  it('is whole where it has room, and where it goes into a pipe', () => {
    const whole = [
      'container       CPU      memory    limit     of it   net in / out      block in / out  PIDs',
      'gecko-ollama-1  123.5 %  3.00 GiB  4.00 GiB  75.0 %  812 B / 1.50 MiB  0 B / 123 MiB   17',
      'gecko-web-1     -        -         -         -       -                 -               -',
    ];
    expect(table(120)).toEqual(whole);
    expect(table(20, false)).toEqual(whole);
  });

  it('leaves out the columns that it has no room for, the least needed first', () => {
    const titles = (columns: number) => table(columns)[0]?.split(/ {2,}/);
    expect(titles(80)).toEqual(['container', 'CPU', 'memory', 'of it', 'net in / out', 'PIDs']);
    expect(titles(50)).toEqual(['container', 'CPU', 'memory', 'of it', 'PIDs']);
    expect(titles(30)).toEqual(['container', 'CPU']);
  });

  it('has short names on the narrowest', () => {
    expect(table(20)).toEqual(['container  CPU', 'ollama-1   123.5 %', 'web-1      -']);
  });

  it.each([10, 20, 40, 80, 100, 200])('breaks no line of %i columns', (columns) => {
    if (columns >= 20)
      expect(Math.max(...table(columns).map(({ length }) => length))).toBeLessThan(columns);
  });
});
