import { describe, expect, it } from 'vitest';
import { filterOf, rowsOf } from './filter-rows.ts';

describe('rows of a filter', () => {
  it('keep values whole, whatever they hold', () => {
    const filter = { path: ['notes/Pumps, lamps.md', 'guide/'], source: ['shop'] };
    expect(rowsOf(filter)).toEqual([
      { field: 'path', value: 'notes/Pumps, lamps.md' },
      { field: 'path', value: 'guide/' },
      { field: 'source', value: 'shop' },
    ]);
    expect(filterOf(rowsOf(filter))).toEqual(filter);
  });

  it('join those of one field, and leave out empty ones and repeats', () => {
    const rows = [
      ...[
        { field: ' path', value: 'a.md ' },
        { field: 'source', value: ' ' },
        { field: '', value: 'x' },
      ],
      ...[
        { field: 'path', value: 'b.md' },
        { field: 'path', value: 'a.md' },
      ],
    ];
    expect(filterOf(rows)).toEqual({ path: ['a.md', 'b.md'] });
  });
});
