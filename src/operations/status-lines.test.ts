import { describe, expect, it } from 'vitest';
import { makeStyle } from '../ui/style.ts';
import { dependencyLines, type StatusRow, statusLines } from './status-lines.ts';

const styleOf = (columns: number, terminal = true) =>
  makeStyle({ color: false, columns, terminal, unicode: true });
const rows: StatusRow[] = [
  {
    ...{ name: 'gecko-web-1', state: 'running', health: 'healthy' },
    ...{ url: 'http://127.0.0.1:8081', detail: 'Up 3 minutes' },
  },
  { name: 'gecko-rag-1', state: 'stopped', health: null, url: null, detail: 'Exited (0)' },
];
const whole = [
  '  gecko-web-1  running, healthy  http://127.0.0.1:8081  Up 3 minutes',
  '  gecko-rag-1  stopped                                  Exited (0)',
];

describe('the rows of a status (row 54)', () => {
  it.each([
    [68, true],
    [20, false],
  ])('are whole where there is room, or no terminal: %i columns', (columns, terminal) => {
    expect(statusLines(rows, styleOf(columns, terminal))).toEqual(whole);
  });

  it('lose their details first', () => {
    expect(statusLines(rows, styleOf(60))).toEqual([
      '  gecko-web-1  running, healthy  http://127.0.0.1:8081',
      '  gecko-rag-1  stopped',
    ]);
  });

  it('stand below their names on a narrow terminal', () => {
    expect(statusLines(rows, styleOf(40))).toEqual([
      '  gecko-web-1',
      '    running, healthy',
      '    http://127.0.0.1:8081',
      '  gecko-rag-1',
      '    stopped',
    ]);
  });

  it('are broken at blanks where they tell of what is depended on', () => {
    const detail = 'all-MiniLM-L6-v2, 384 dimensions, from the volume';
    const dependency = { name: 'embedder', state: 'ok', detail } as const;
    const line = `  embedder   ok        ${detail}`;
    expect(dependencyLines([dependency], styleOf(80))).toEqual([line]);
    expect(dependencyLines([dependency], styleOf(20, false))).toEqual([line]);
    expect(dependencyLines([dependency], styleOf(40))).toEqual([
      '  embedder ok\n    all-MiniLM-L6-v2, 384 dimensions,\n    from the volume',
    ]);
  });
});
