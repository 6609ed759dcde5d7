import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectionOf } from '../../../../test/fakes/collection-info.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { corpus } from './corpus.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
});
afterEach(() => project.remove());

describe('corpus', () => {
  beforeEach(() => project.up());

  it('counts documents and chunks', async () => {
    project.rag.collectionsAnswer = [collectionOf({ documents: 1, chunks: 3 })];
    expect(await project.examine(corpus)).toEqual([
      { code: 'CORPUS', severity: 'ok', text: 'corpus_gecko3 has 1 document, 3 chunks' },
    ]);
  });

  it('notes that nothing was taken in, with the command that does', async () => {
    expect(await project.examine(corpus)).toMatchObject([
      { code: 'CORPUS_EMPTY', severity: 'note', fix: { command: 'gecko ingest PATH' } },
    ]);
  });

  it('warns where the settings have changed since', async () => {
    project.rag.collectionsAnswer = [collectionOf({ warning: 'chunk.tokens: 200, now 300' })];
    expect(await project.examine(corpus)).toMatchObject([
      { severity: 'ok' },
      { code: 'CORPUS_STALE', severity: 'warning', text: expect.stringContaining('now 300') },
    ]);
  });

  it('warns of one that was made without vectors', async () => {
    project.rag.collectionsAnswer = [collectionOf({ mode: 'lexical' })];
    expect(await project.examine(corpus)).toMatchObject([{}, { code: 'CORPUS_STALE' }]);
  });

  it('notes one of another program', async () => {
    project.rag.collectionsAnswer = [collectionOf({ generation: 0, warning: 'not made by gecko' })];
    expect(await project.examine(corpus)).toMatchObject([
      {},
      { code: 'CORPUS_FOREIGN', severity: 'note' },
    ]);
  });

  it('cannot look where the store does not run', async () => {
    project.docker.fake.crash('gecko-qdrant-1', 1);
    expect(await project.examine(corpus)).toBe('qdrant does not run');
    expect(await project.examine(corpus, 'embedded')).toBe('The embedded services do not run');
  });
});
