import { expect, it } from 'vitest';
import { type Lookup, sharedLookups } from './shared-lookups.ts';

const options = { all: true };

it('asks once for a name that is being looked up, and tells everybody', () => {
  const asked: { host: string; answer: Parameters<Lookup>[2] }[] = [];
  const lookup = sharedLookups((host, _, answer) => asked.push({ host, answer }));
  const told: unknown[] = [];
  for (const host of ['qdrant', 'qdrant', 'ollama'])
    lookup(host, options, (error, addresses) => told.push([host, error?.code ?? addresses]));
  expect(asked.map(({ host }) => host)).toEqual(['qdrant', 'ollama']);
  asked[1]?.answer(null, [{ address: '10.0.0.2', family: 4 }]);
  expect(told).toEqual([['ollama', [{ address: '10.0.0.2', family: 4 }]]]);
  asked[0]?.answer(Object.assign(new Error('again'), { code: 'EAI_AGAIN' }), []);
  expect(told.slice(1)).toEqual([
    ['qdrant', 'EAI_AGAIN'],
    ['qdrant', 'EAI_AGAIN'],
  ]);
});

it('asks anew once an answer has come, and apart for other options', () => {
  const asked: unknown[] = [];
  const lookup = sharedLookups((host, given, answer) => {
    asked.push([host, given]);
    answer(null, '10.0.0.2', 4);
  });
  lookup('qdrant', options, () => {});
  lookup('qdrant', options, () => {});
  expect(asked).toHaveLength(2);
});
