import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { listDocuments } from './corpus-list.ts';
import { reindexCorpus, rollbackCorpus } from './corpus-reindex.ts';
import { removeDocuments } from './corpus-rm.ts';
import { showDocument } from './corpus-show.ts';

let home: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-corpus-'));
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  for (const path of ['b.md', 'a.md']) rag.keep('docs', path, Buffer.from(`text of ${path}`));
  rag.keep('notes', 'c.md', Buffer.from('\u001b[2Jtext'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('listDocuments', () => {
  it('lists by source and path, in whatever order they come', async () => {
    const { json, text } = await listDocuments({}, runtime);
    expect(json.documents).toMatchObject([{ path: 'a.md' }, { path: 'b.md' }, { path: 'c.md' }]);
    expect(text(runtime.ui.style)).toContain('docs/a.md');
  });

  it('lists one source', async () => {
    const { json } = await listDocuments({ source: 'notes' }, runtime);
    expect(json.documents).toMatchObject([{ path: 'c.md' }]);
  });
});

describe('showDocument', () => {
  it('finds a document by id and by source/path, and prints it without control sequences', async () => {
    const { json, text } = await showDocument({ name: 'notes/c.md' }, runtime);
    expect(json.text).toBe('\u001b[2Jtext');
    expect(text(runtime.ui.style)).toMatch(/\n\ntext$/);
    expect((await showDocument({ name: String(json.id) }, runtime)).json).toEqual(json);
  });

  it('asks for an id as gecko makes them, and looks through no list for it', async () => {
    const id = '0b9d7a52-6c3e-5f1a-9d0e-2f4c8a1b7e63';
    const found = rag.documents.get('docs/a.md');
    if (found) found.id = id;
    expect((await showDocument({ name: id }, runtime)).json).toMatchObject({ path: 'a.md' });
    await expect(showDocument({ name: id.replace('0', '1') }, runtime)).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
      message: `corpus_gecko3 has no document ${id.replace('0', '1')}`,
    });
    expect(rag.listings).toBe(0);
  });

  it('finds a document by its name as it is shown, where that cannot be typed', async () => {
    rag.keep('docs', 'new\nline.md', Buffer.from('x'));
    const { json } = await showDocument({ name: 'docs/new line.md' }, runtime);
    expect(json.path).toBe('new\nline.md');
    rag.keep('docs', 'new\tline.md', Buffer.from('y'));
    await expect(showDocument({ name: 'docs/new line.md' }, runtime)).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
  });

  it('says that there is no such document', async () => {
    await expect(showDocument({ name: 'docs/x.md' }, runtime)).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
      message: 'corpus_gecko3 has no document docs/x.md',
    });
  });
});

describe('removeDocuments', () => {
  it('removes what is named, and nothing where one name is wrong', async () => {
    const names = ['docs/a.md', 'docs/x.md'];
    await expect(removeDocuments({ names }, runtime)).rejects.toMatchObject({
      code: 'DOCUMENT_MISSING',
    });
    expect(rag.documents.size).toBe(3);
    const { json } = await removeDocuments({ names: ['docs/a.md'] }, runtime);
    expect(json).toEqual({ removed: ['docs/a.md'] });
  });

  it('removes a whole source after a yes only', async () => {
    runtime.ui.answer = false;
    await expect(removeDocuments({ names: [], source: 'docs' }, runtime)).rejects.toMatchObject({
      code: 'NOT_CONFIRMED',
    });
    runtime.ui.answer = true;
    await removeDocuments({ names: [], source: 'docs' }, runtime);
    expect([...rag.documents.keys()]).toEqual(['notes/c.md']);
  });
});

describe('reindexCorpus', () => {
  it('shows progress and gives the new generation', async () => {
    expect((await reindexCorpus({ withoutVectors: false }, runtime)).json).toMatchObject({
      generation: 2,
      documents: 2,
    });
    expect(runtime.ui.events).toContainEqual(
      expect.objectContaining({ type: 'progress', done: 1, total: 2 }),
    );
  });
});

describe('rollbackCorpus', () => {
  it('asks where documents have changed since, and goes back after a yes only', async () => {
    await rollbackCorpus({}, runtime);
    expect(runtime.ui.questions).toEqual([]);
    rag.undone = { added: 1, updated: 2, removed: 3 };
    runtime.ui.answer = false;
    await expect(rollbackCorpus({}, runtime)).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(runtime.ui.questions[0]).toContain('1 added, 2 changed and 3 removed documents');
    runtime.ui.answer = true;
    await rollbackCorpus({}, runtime);
    expect(rag.writes).toEqual(['rollback', 'rollback']);
  });
});
