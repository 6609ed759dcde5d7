import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { collectionOf } from '../../../../test/fakes/collection-info.ts';
import { type ExaminedProject, examinedProject } from '../../../../test/fakes/examined-project.ts';
import { answerOf } from '../../../../test/fakes/fake-rag.ts';
import { exitCodes, GeckoError } from '../../../errors.ts';
import { answer } from './answer.ts';

let project: ExaminedProject;
beforeEach(async () => {
  project = await examinedProject();
  await project.up();
  project.rag.keep('docs', 'secret.md', Buffer.from('The pump is painted dark green by Amundsen.'));
  project.rag.keep('docs', 'other.md', Buffer.from('Nothing of that kind.'));
  project.rag.collectionsAnswer = [collectionOf()];
  project.rag.answer = [
    { event: 'token', data: { text: 'Green' } },
    { event: 'done', data: answerOf('Green') },
  ];
});
afterEach(() => project.remove());

describe('answer', () => {
  it('finds a document by its own words, and gets an answer', async () => {
    const found = await project.examine(answer);
    expect(found).toMatchObject([
      { code: 'ANSWER', severity: 'ok', evidence: [expect.stringContaining('found as number 1')] },
    ]);
    // Neither the document's text nor its name.
    expect(JSON.stringify(found)).not.toMatch(/Amundsen|painted|secret|Green/);
    expect(project.rag.writes).toEqual([]);
  });

  it('is alarmed where the document is not found', async () => {
    project.rag.hidden.add('id:docs/secret.md');
    expect(await project.examine(answer)).toMatchObject([
      { code: 'ANSWER_NOT_FOUND', severity: 'problem', fix: { command: 'gecko corpus reindex' } },
    ]);
  });

  it('says why there is no answer', async () => {
    project.rag.failing = new GeckoError('MODEL_MISSING', 'the model llama3 is not there', {
      exitCode: exitCodes.failure,
    });
    expect(await project.examine(answer)).toMatchObject([
      { code: 'ANSWER_FAILED', text: expect.stringContaining('llama3 is not there') },
    ]);
  });

  it('asks nothing where there are no documents, or nobody to ask', async () => {
    project.rag.collectionsAnswer = [];
    expect(await project.examine(answer)).toBe('There are no documents to ask about');
    project.docker.fake.crash('gecko-rag-1', 1);
    expect(await project.examine(answer)).toBe('rag does not run');
  });
});
