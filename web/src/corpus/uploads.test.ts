import { expect, it } from 'vitest';
import type { Schemas } from '../api/schema.d.ts';
import { ServiceError } from '../api/service-error.ts';
import type { PickedFile } from './picked-file.ts';
import type { DocumentPut, PutProgress } from './put-document.ts';
import type { Upload } from './upload.ts';
import { createUploads, type Uploads } from './uploads.ts';

type Plan = Schemas['PlanResponse']['files'][number];

/** A backend in the page: what is put stays under way until the test ends it. */
function world(plans: Record<string, Partial<Plan>> = {}) {
  const puts: {
    document: DocumentPut;
    progress: PutProgress;
    end(answer: string | Error): void;
  }[] = [];
  const asked: Schemas['PlanRequest'][] = [];
  const uploads = createUploads({
    hash: async (file) => `hash of ${file.name}`,
    plan: async (request) => {
      asked.push(request);
      const files = request.files.map(({ path }): Plan => {
        return { path, id: `id of ${path}`, action: 'add', ...plans[path] };
      });
      return { collection: request.collection ?? 'usual', files };
    },
    put: (document, progress) =>
      new Promise((resolve, reject) => {
        progress.signal.addEventListener('abort', () => reject(progress.signal.reason));
        const end = (answer: string | Error) => {
          if (answer instanceof Error) return reject(answer);
          const action = answer as Schemas['PutResponse']['action'];
          resolve({ id: document.id, revision: '', action, chunks: 3, embedded: 0 });
        };
        puts.push({ document, progress, end });
      }),
  });
  return { uploads, puts, asked };
}

const picked = (path: string, more: Partial<PickedFile> = {}): PickedFile => ({
  file: new File(['x'], path),
  source: 'docs',
  path,
  beside: null,
  ...more,
});

/** Lets everything go on that waits for nothing but its turn. */
const settled = () => new Promise((resolve) => setTimeout(resolve));

const statesOf = ({ list }: Uploads) => list.value.map(({ state }) => state.value.is);
const nth = ({ list }: Uploads, n: number) => list.value[n] as Upload;

it('asks first, sends a few at a time, and tells how far each is', async () => {
  const { uploads, puts, asked } = world({ 'same.md': { action: 'unchanged' } });
  uploads.add([picked('same.md'), ...[1, 2, 3, 4, 5, 6].map((n) => picked(`${n}.md`))], null);
  await settled();
  expect(asked).toHaveLength(1);
  expect(puts.map(({ document }) => document.path)).toEqual(['1.md', '2.md', '3.md', '4.md']);
  expect(puts[0]?.document).toMatchObject({ id: 'id of 1.md', collection: 'usual', from: null });
  puts[0]?.progress.onShare(0.5);
  puts[1]?.progress.onSent();
  expect(statesOf(uploads)).toEqual(
    'done sending reading sending sending waiting waiting'.split(' '),
  );
  puts[0]?.end('added');
  await settled();
  expect(puts).toHaveLength(5);
  expect(nth(uploads, 1).state.value).toEqual({
    ...{ is: 'done', id: 'id of 1.md', collection: 'usual', action: 'added', chunks: 3 },
  });
  expect(uploads.counts.value).toMatchObject({ total: 7, active: 4, waiting: 1, failed: 0 });
});

it('asks about each source by itself', async () => {
  const { uploads, asked } = world();
  uploads.add([picked('a.md'), picked('b.md', { source: 'other' })], 'notes');
  await settled();
  expect(asked.map(({ collection, source }) => `${collection}/${source}`)).toEqual([
    'notes/docs',
    'notes/other',
  ]);
});

it('goes on with the others where one file is refused, and tries it again when told', async () => {
  const { uploads, puts } = world();
  uploads.add([picked('a.pdf'), picked('b.md')], null);
  await settled();
  puts[0]?.end(
    new ServiceError('DOCUMENT_UNREADABLE', 'it is encrypted', { hint: 'Save it again.' }),
  );
  puts[1]?.end('added');
  await settled();
  expect(statesOf(uploads)).toEqual(['failed', 'done']);
  expect(nth(uploads, 0).state.value).toMatchObject({
    error: { code: 'DOCUMENT_UNREADABLE', message: 'it is encrypted', hint: 'Save it again.' },
  });
  uploads.retry(nth(uploads, 0));
  await settled();
  puts[2]?.end('updated');
  await settled();
  expect(statesOf(uploads)).toEqual(['done', 'done']);
  expect(uploads.counts.value).toMatchObject({ failed: 0, done: { added: 1, updated: 1 } });
});

it('stops for what concerns every file, keeps them, and goes on when told', async () => {
  const { uploads, puts } = world();
  uploads.add(
    [1, 2, 3, 4, 5, 6].map((n) => picked(`${n}.md`)),
    null,
  );
  await settled();
  for (const { end } of puts) end(new ServiceError('UNAUTHORIZED', 'a token is needed'));
  await settled();
  expect(puts).toHaveLength(4);
  expect(uploads.halt.value).toMatchObject({ code: 'UNAUTHORIZED' });
  expect(uploads.counts.value).toMatchObject({ waiting: 6, active: 0 });
  uploads.goOn();
  await settled();
  expect(uploads.halt.value).toBeNull();
  expect(puts).toHaveLength(8);
});

it('cancels one that is under way, and all of them', async () => {
  const { uploads, puts } = world();
  uploads.add(
    [1, 2, 3, 4, 5, 6].map((n) => picked(`${n}.md`)),
    null,
  );
  await settled();
  uploads.cancel(nth(uploads, 1));
  await settled();
  expect(puts[1]?.progress.signal.aborted).toBe(true);
  expect(puts).toHaveLength(5);
  uploads.cancelAll();
  await settled();
  expect(new Set(statesOf(uploads))).toEqual(new Set(['cancelled']));
  expect(puts).toHaveLength(5);
  uploads.clear();
  expect(uploads.counts.value.total).toBe(0);
});

it('takes a whole disk of files, and cancels all of them at once', async () => {
  const { uploads, puts } = world();
  const one = picked('1.md');
  const many = Array.from({ length: 200_000 }, (_, i) => ({ ...one, path: `${i}.md` }));
  uploads.add(many, null);
  await settled();
  expect(puts).toHaveLength(4);
  uploads.cancelAll();
  expect(uploads.counts.value).toMatchObject({ cancelled: 200_000, waiting: 0, active: 0 });
  await settled();
  expect(puts).toHaveLength(4);
});

it('renames only within a folder that no longer has the old name', async () => {
  const { uploads, puts } = world({
    'gone.md': { action: 'rename', from: 'old.md' },
    'copy.md': { action: 'rename', from: 'there.md' },
    'single.md': { action: 'rename', from: 'old.md' },
  });
  const beside = new Set(['gone.md', 'copy.md', 'there.md']);
  const files = [picked('gone.md', { beside }), picked('copy.md', { beside }), picked('single.md')];
  const told: unknown[] = [];
  uploads.onStored((stored) => told.push(stored));
  uploads.add(files, null);
  await settled();
  expect(puts.map(({ document }) => [document.from, document.body === null])).toEqual([
    ['old.md', true],
    [null, false],
    [null, false],
  ]);
  puts[0]?.end('renamed');
  await settled();
  expect(told).toEqual([{ collection: 'usual', id: 'id of gone.md', wasMoved: true }]);
});

it('sends the bytes of a rename that the backend cannot make without', async () => {
  const { uploads, puts } = world({ 'new.md': { action: 'rename', from: 'old.md' } });
  uploads.add([picked('new.md', { beside: new Set(['new.md']) })], null);
  await settled();
  puts[0]?.end(new ServiceError('CONTENT_NEEDED'));
  await settled();
  expect(puts[1]?.document).toMatchObject({ from: 'old.md', body: expect.any(File) });
});
