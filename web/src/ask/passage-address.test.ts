import { expect, it } from 'vitest';
import { fromQuery, toQuery } from './passage-address.ts';

it('reads what it wrote', () => {
  const address = { document: 'a b', span: [3, 90] as [number, number], collection: 'other' };
  expect(fromQuery(toQuery(address))).toEqual(address);
  expect(fromQuery(toQuery({ ...address, collection: null }))?.collection).toBeNull();
});

it.each(['', 'document=x', 'document=x&span=1', 'document=x&span=-1-2', 'span=1-2'])(
  'finds no passage in %j',
  (query) => {
    expect(fromQuery(query)).toBeNull();
  },
);
