import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fakeDocker } from '../../test/fakes/fake-docker.ts';
import { FakeRag } from '../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../test/fakes/fake-runtime.ts';
import { ensureProjectState, recordRuntime } from '../state/project-state.ts';
import { readRoots } from '../state/roots.ts';
import { ingest } from './ingest.ts';

let home: string;
let docs: string;
let rag: FakeRag;
let runtime: FakeRuntime;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'gecko-ingest-'));
  docs = join(home, 'docs');
  rag = new FakeRag();
  runtime = await fakeRuntime(join(home, 'gecko'), rag);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('ingest', () => {
  it('sends what is new, then what changed, and nothing twice', async () => {
    write({ 'docs/a.md': 'a', 'docs/sub/b.md': 'b' });
    expect(await run()).toMatchObject({ added: 2, unchanged: 0, chunks: 2, embedded: 2 });
    expect(await run()).toMatchObject({ added: 0, unchanged: 2, chunks: 0, embedded: 0 });
    write({ 'docs/a.md': 'a, changed' });
    expect(await run()).toMatchObject({ added: 0, updated: 1, unchanged: 1 });
    expect(rag.writes.sort()).toEqual(['put docs/a.md', 'put docs/a.md', 'put docs/sub/b.md']);
  });

  it('asks for at most 1,000 files at once', async () => {
    write(Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`docs/${i}.md`, String(i)])));
    expect(await run()).toMatchObject({ added: 1_001 });
    expect(rag.plans).toEqual([1_000, 1]);
  });

  it('sends nothing, and starts nothing, where a path is missing', async () => {
    write({ 'docs/a.md': 'a' });
    await expect(run([docs, join(home, 'nothing')])).rejects.toMatchObject({
      code: 'PATH_MISSING',
      exitCode: 2,
    });
    expect(runtime.running).toBeNull();
  });

  it('names the volume that is full, in containers (row 15)', async () => {
    write({ 'docs/a.md': 'a', 'docs/b.md': 'b' });
    rag.refused.set('b.md', 'NO_SPACE');
    await expect(run()).rejects.toMatchObject({ message: 'refused: b.md', exitCode: 24 });
    const full = (name: string) => ({
      code: 'NO_SPACE',
      exitCode: 24,
      message: `The volume ${name} is full: refused: b.md`,
      hint: expect.stringContaining(`docker volume inspect ${name}`),
    });
    const { state } = runtime.paths.project;
    await recordRuntime(state, ensureProjectState(state, '1', 0), 'docker');
    runtime.docker = async () => fakeDocker();
    await expect(run()).rejects.toMatchObject(full('gecko_qdrant_storage'));
    runtime.config.volumes.qdrant_storage.name = 'mine';
    await expect(run()).rejects.toMatchObject(full('mine'));
    rag.refused.clear();
    expect(await run()).toMatchObject({ added: 1, unchanged: 1 });
  });

  it('says that a folder has no files', async () => {
    write({ 'docs/.hidden': 'x' });
    await expect(run()).rejects.toMatchObject({ code: 'FOLDER_EMPTY' });
    expect(runtime.running).toBeNull();
  });

  it('leaves a source where it is when the run is refused', async () => {
    write({ 'docs/a.md': 'a', 'other/docs/.hidden': 'x' });
    await run();
    const elsewhere = join(home, 'other', 'docs');
    const refused = ingest({ paths: [elsewhere], source: 'docs', prune: true }, runtime);
    await expect(refused).rejects.toMatchObject({ code: 'PRUNE_REFUSED' });
    expect(readRoots(runtime.paths.project.roots)).toEqual({ docs });
    write({ 'other/docs/b.md': 'b' });
    const move = { paths: [elsewhere], source: 'docs', prune: false };
    runtime.ui.answer = false;
    await expect(ingest(move, runtime)).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
    expect(readRoots(runtime.paths.project.roots)).toEqual({ docs });
    runtime.ui.answer = true;
    await ingest(move, runtime);
    expect(readRoots(runtime.paths.project.roots)).toEqual({ docs: elsewhere });
  });

  it('does not take an empty path for the working directory', async () => {
    await expect(run([''])).rejects.toMatchObject({ code: 'USAGE', exitCode: 2 });
  });

  it('does not take a folder without documents for a deletion', async () => {
    write({ 'docs/a.md': 'a', 'docs/b.md': 'b' });
    await run();
    rmSync(join(docs, 'a.md'));
    rmSync(join(docs, 'b.md'));
    write({ 'docs/lost+found/x.png': '' });
    await expect(run([docs], { prune: true })).rejects.toMatchObject({ code: 'PRUNE_REFUSED' });
    expect(rag.documents.size).toBe(2);
  });

  it('sends the bytes of a renamed file that is read otherwise now', async () => {
    write({ 'docs/a.txt': 'text' });
    await run();
    renameSync(join(docs, 'a.txt'), join(docs, 'a.md'));
    rag.refused.set('a.md', 'CONTENT_NEEDED');
    expect(await run()).toMatchObject({ updated: 1, failed: [] });
    expect([...rag.documents.keys()]).toEqual(['docs/a.md']);
  });

  it('counts pictures and archives of a folder without sending them; sends one that is named itself', async () => {
    write({ 'docs/a.md': 'a', 'docs/img/b.PNG': 'b', 'docs/lib.min.js': 'c' });
    expect(await run()).toMatchObject({ added: 1, leftOut: 2, skipped: [] });
    expect(await run([join(docs, 'img/b.PNG')])).toMatchObject({ added: 1, leftOut: 0 });
  });

  it('lists what failed, goes on, and ends with exit code 3', async () => {
    write({ 'docs/a.md': 'a', 'docs/b.dat': '\0', 'docs/c.md': 'c' });
    rag.refused.set('b.dat', 'UNSUPPORTED_MEDIA_TYPE');
    const { exitCode, tally } = await ingest({ paths: [docs], prune: false }, runtime);
    expect(exitCode).toBe(3);
    expect(tally).toMatchObject({
      added: 2,
      failed: [{ source: 'docs/b.dat', reason: 'refused: b.dat' }],
    });
  });

  it('does not send a file above the limit', async () => {
    write({ 'docs/a.md': 'too long' });
    runtime.config = { ...runtime.config, limits: { ...runtime.config.limits, document: 4 } };
    expect((await run()).failed).toHaveLength(1);
    expect(rag.writes).toEqual([]);
  });

  it('ends at an error that concerns the whole collection', async () => {
    write({ 'docs/a.md': 'a' });
    rag.refused.set('a.md', 'FINGERPRINT_MISMATCH');
    await expect(run()).rejects.toMatchObject({ code: 'FINGERPRINT_MISMATCH', exitCode: 22 });
  });

  describe('sources', () => {
    it('names a single file by its folder, and a folder inside a root by that root', async () => {
      write({ 'docs/a.md': 'a', 'docs/sub/b.md': 'b' });
      await run([join(docs, 'a.md')]);
      await run([join(docs, 'sub')]);
      expect([...rag.documents.keys()]).toEqual(['docs/a.md', 'docs/sub/b.md']);
    });

    it('gives the second folder of the same name another name', async () => {
      write({ 'x/docs/a.md': 'a', 'y/docs/a.md': 'a' });
      await run([join(home, 'x/docs'), join(home, 'y/docs')]);
      const [first, second] = [...rag.documents.keys()];
      expect(first).toBe('docs/a.md');
      expect(second).toMatch(/^docs-[0-9a-f]{6}\/a\.md$/);
    });

    it('takes no path for a name', async () => {
      write({ 'docs/a.md': 'a' });
      await expect(run([docs], { source: 'a/b' })).rejects.toMatchObject({ code: 'USAGE' });
    });

    it('takes the name given, and moves its root', async () => {
      write({ 'docs/a.md': 'a', 'new/a.md': 'a' });
      await run([docs], { source: 'handbook' });
      expect(await run([join(home, 'new')], { source: 'handbook' })).toMatchObject({
        unchanged: 1,
      });
      expect(Object.keys(readRoots(runtime.paths.project.roots))).toEqual(['handbook']);
    });
  });

  describe('renames', () => {
    it('moves a document whose file was moved', async () => {
      write({ 'docs/a.md': 'a' });
      await run();
      renameSync(join(docs, 'a.md'), join(docs, 'b.md'));
      expect(await run()).toMatchObject({ added: 0, updated: 1, embedded: 0 });
      expect(rag.writes.at(-1)).toBe('rename docs/b.md from a.md');
    });

    it('sends the file where the old document was removed after the plan', async () => {
      write({ 'docs/a.md': 'a' });
      await run();
      renameSync(join(docs, 'a.md'), join(docs, 'b.md'));
      const { plan } = rag.client;
      rag.client.plan = async (...request) => {
        const answer = await plan(...request);
        rag.documents.clear();
        return answer;
      };
      expect(await run()).toMatchObject({ added: 1, updated: 0, failed: [] });
    });

    it('adds a copy while the old file is there, or where another copy took its place', async () => {
      write({ 'docs/a.md': 'a' });
      await run();
      write({ 'docs/b.md': 'a' });
      expect(await run()).toMatchObject({ added: 1, updated: 0 });
      rag.documents.delete('docs/b.md');
      rmSync(join(docs, 'a.md'));
      write({ 'docs/c.md': 'a' });
      expect(await run()).toMatchObject({ added: 1, updated: 1 });
    });
  });

  describe('--prune', () => {
    const prune = { prune: true };

    it('removes what is gone from the sub-path given, and asks about many', async () => {
      write({ 'docs/a.md': 'a', 'docs/sub/b.md': 'b', 'docs/sub/c.md': 'c' });
      await run();
      rmSync(join(docs, 'a.md'));
      rmSync(join(docs, 'sub/b.md'));
      expect(await run([join(docs, 'sub')], prune)).toMatchObject({ removed: 1 });
      expect([...rag.documents.keys()].sort()).toEqual(['docs/a.md', 'docs/sub/c.md']);
      expect(runtime.ui.questions).toEqual(['Remove 1 of the 3 documents of docs?']);
    });

    it('removes few without a question', async () => {
      write(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`docs/${i}.md`, String(i)])));
      await run();
      rmSync(join(docs, '3.md'));
      expect(await run([docs], prune)).toMatchObject({ removed: 1, unchanged: 9 });
      expect(runtime.ui.questions).toEqual([]);
    });

    it('removes nothing after a no', async () => {
      write({ 'docs/a.md': 'a', 'docs/b.md': 'b' });
      await run();
      rmSync(join(docs, 'a.md'));
      runtime.ui.answer = false;
      await expect(run([docs], prune)).rejects.toMatchObject({ code: 'NOT_CONFIRMED' });
      expect(rag.documents.size).toBe(2);
    });

    it('refuses an empty folder and a missing one', async () => {
      write({ 'docs/a.md': 'a' });
      await run();
      rmSync(join(docs, 'a.md'));
      await expect(run([docs], prune)).rejects.toMatchObject({
        code: 'PRUNE_REFUSED',
        exitCode: 5,
      });
      rmSync(docs, { recursive: true });
      await expect(run([docs], prune)).rejects.toMatchObject({ code: 'PRUNE_REFUSED' });
      expect(rag.documents.size).toBe(1);
    });

    it('keeps a document whose file is there but is not read', async () => {
      write({ 'docs/a.md': 'a', 'docs/b.md': 'b', 'docs/node_modules/c.md': 'c' });
      rag.keep('docs', 'node_modules/c.md', Buffer.from('c'));
      rag.keep('docs', 'link.md', Buffer.from('l'));
      symlinkSync('nowhere', join(docs, 'link.md'));
      expect(await run([docs], prune)).toMatchObject({ removed: 0 });
    });
  });
});

async function run(paths = [docs], options: { prune?: boolean; source?: string } = {}) {
  const { tally } = await ingest({ paths, prune: false, ...options }, runtime);
  return tally;
}

function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), text);
  }
}
