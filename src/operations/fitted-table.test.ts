import { expect, it } from 'vitest';
import { fittedTable } from './fitted-table.ts';

const titles = ['name', 'route out', 'used by'];
const rows = [
  ['gecko-internal', 'none', 'gecko-web-1, gecko-rag-1'],
  ['gecko-external', 'yes', ''],
];
const wide = [
  'name            route out  used by',
  'gecko-internal  none       gecko-web-1, gecko-rag-1',
  'gecko-external  yes',
].join('\n');

it.each([
  [{ terminal: true, columns: 80 }],
  [{ terminal: true, columns: 51 }],
  [{ terminal: false, columns: 20 }],
])('is columns where they fit, or where no terminal breaks lines: %j', (style) => {
  expect(fittedTable(titles, rows, style)).toBe(wide);
});

it('is an entry a row on a narrow terminal (row 54)', () => {
  expect(fittedTable(titles, rows, { terminal: true, columns: 20 })).toBe(
    [
      'gecko-internal',
      '  route out: none',
      '  used by:',
      '    gecko-web-1,',
      '    gecko-rag-1',
      'gecko-external',
      '  route out: yes',
    ].join('\n'),
  );
});
