import { expect, it } from 'vitest';
import type { BackupFacts } from './backup-facts.ts';
import { contentText } from './content-text.ts';

const nothing: BackupFacts = {
  id: '1a2b3c4d',
  createdAt: '2026-11-26T10:00:00.000Z',
  label: null,
  project: 'gecko',
  version: '0.1.0',
  store: null,
  models: [],
  volumes: [],
  configuration: false,
  collections: [],
  foreign: [],
  size: 0,
};
const corpus = {
  store: 'qdrant',
  collections: [{ collection: 'corpus_gecko3', documents: 12, chunks: 90 }],
};

it.each([
  [nothing, 'nothing'],
  [{ ...nothing, ...corpus }, '1 collection (12 documents, 90 chunks)'],
  [{ ...nothing, models: ['llama3:latest'] }, '1 model'],
  [
    { ...nothing, ...corpus, foreign: ['wiki'] },
    '1 collection (12 documents, 90 chunks) and 1 of other programs',
  ],
  [
    { ...nothing, ...corpus, models: ['a', 'b'], configuration: true },
    '1 collection (12 documents, 90 chunks), 2 models and the configuration',
  ],
])('says what a backup holds', (facts, text) => {
  expect(contentText(facts)).toBe(text);
});
