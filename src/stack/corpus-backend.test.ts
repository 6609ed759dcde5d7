import { expect, it } from 'vitest';
import { Config, type ConfigValues } from '../config/schema.ts';
import { usersOfService } from './catalog.ts';
import { corpusBackend, hasService, ownBackends } from './corpus-backend.ts';

const mine = { image: 'mine:1' };

it.each([
  [{}, ['rag', 'qa'], 'rag', false],
  [{ rag: mine }, ['qa'], 'qa', false],
  [{ rag: mine, qa: mine }, ['corpus'], 'corpus', true],
])('knows the own backends beside %o', (services, own, corpus, hasCorpus) => {
  const config = Config.parse({ services }) as ConfigValues;
  expect(ownBackends(config)).toEqual(own);
  expect(corpusBackend(config)).toBe(corpus);
  expect(hasService('corpus', config)).toBe(hasCorpus);
});

it('names who asks Qdrant from the catalog', () => {
  expect(usersOfService('qdrant')).toEqual(['rag', 'qa', 'corpus']);
});
