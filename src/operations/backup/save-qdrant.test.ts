import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '@gecko/core/clock';
import { openQdrantStore } from '@gecko/core/store/qdrant/qdrant-store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { smallFingerprint, storedDocument } from '../../../test/fakes/documents.ts';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { type QdrantServer, startQdrantServer } from '../../../test/fakes/qdrant-server.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { RepositoryPlace } from '../../archive/repository/place.ts';
import { patientFetch } from '../../clients/patient-fetch.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { connectSnapshots } from '../../clients/qdrant-snapshots-http.ts';
import { GeckoError } from '../../errors.ts';
import { readLeftSnapshots, writeLeftSnapshots } from '../../state/left-snapshots.ts';
import { saveQdrant } from './save-qdrant.ts';

let home: string;
let server: QdrantServer;
let rag: FakeRag;
let runtime: FakeRuntime;
let place: RepositoryPlace;
let snapshots: QdrantSnapshots;
/** Called before each request is answered. */
let before: (asked: string) => Promise<void>;

beforeEach(async () => {
  before = async () => {};
  home = mkdtempSync(join(tmpdir(), 'gecko-save-'));
  server = await startQdrantServer({
    before: ({ method, path }) => before(`${method} ${path}`),
  });
  rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  place = folderPlace(join(home, 'backups'));
  const at = async () => server.url;
  snapshots = connectSnapshots({ at, token: 't', key: 'k', fetch: patientFetch() });
  await write('first.md');
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

async function write(path: string): Promise<void> {
  const store = await openQdrantStore({ url: server.url, clock: systemClock, log: () => {} });
  const live = (await store.resolve('corpus')) ?? (await store.create('corpus', smallFingerprint));
  if (live.info.state === 'building') await store.switch('corpus', live.info.generation);
  await live.commit([storedDocument(path, ['one', 'two'])]);
  await store.close();
}

async function left(): Promise<unknown[]> {
  const { collections } = await snapshots.survey(runtime.signal);
  const lists = await Promise.all(
    collections.map(async ({ name }) => {
      const answer = await fetch(`${server.url}/collections/${name}/snapshots`);
      return ((await answer.json()) as { result: unknown[] }).result;
    }),
  );
  return [...lists.flat(), ...readLeftSnapshots(runtime.paths.project.snapshots).snapshots];
}

const save = (into = place) => saveQdrant(snapshots, rag.client, into, runtime);
const notes = () => runtime.ui.events.flatMap((one) => (one.type === 'note' ? one.text : []));

describe('saveQdrant', () => {
  it('stores a collection with its documents, and leaves no snapshot', async () => {
    const { content } = await save();
    expect(content.store).toMatchObject({
      version: '1.18.3',
      collections: [{ collection: 'corpus', documents: 1, points: { chunks: 2 } }],
      aliases: [{ alias: 'corpus', collection: 'corpus__g1' }],
    });
    expect(content.files.map(({ path }) => path)).toEqual([
      'qdrant/corpus.chunks.snapshot',
      'qdrant/corpus.documents.snapshot',
    ]);
    expect(await left()).toEqual([]);
  });

  it('makes all snapshots while the backend keeps writes waiting, and stores them when it does not', async () => {
    const asked: string[] = [];
    before = async (what) => {
      const state = rag.writes.at(-1) ?? 'not asked';
      if (/^POST .*snapshots$/.test(what)) asked.push(`made: ${state}`);
      if (/^GET .*snapshots\/./.test(what)) asked.push(`read: ${state}`);
    };
    await save();
    expect(asked).toEqual(['made: freeze', 'made: freeze', 'read: thaw', 'read: thaw']);
  });

  it('makes the snapshots also where no backend is there to be asked', async () => {
    rag.client.freeze = async () => {
      throw new GeckoError('BACKEND_UNREACHABLE', 'Nobody answers', { exitCode: 20 });
    };
    expect((await save()).content.files).toHaveLength(2);
    expect(rag.writes).toEqual([]);
  });

  it('makes the snapshots again where a document was written between them', async () => {
    let written = 0;
    before = async (asked) => {
      if (written > 0 || asked !== 'POST /collections/corpus__g1__docs/snapshots') return;
      written += 1;
      await write('second.md');
    };
    const { content } = await save();
    expect(content.store).toMatchObject({ collections: [{ documents: 2, points: { chunks: 4 } }] });
    expect(notes()).toEqual([expect.stringContaining('making them again')]);
    expect(await left()).toEqual([]);
  });

  it('gives up where documents are written all the time', async () => {
    let written = 0;
    before = async (asked) => {
      if (!/POST .*__docs\/snapshots$/.test(asked)) return;
      written += 1;
      await write(`${written}.md`);
    };
    await expect(save()).rejects.toMatchObject({ code: 'BACKUP_BUSY', exitCode: 22 });
    expect(await left()).toEqual([]);
    expect(await place.names('blobs')).toEqual([]);
  });

  it('writes nothing where there is too little room', async () => {
    const full = { ...place, free: async () => 10 };
    await expect(save(full)).rejects.toMatchObject({ code: 'NO_SPACE', exitCode: 24 });
    expect(await left()).toEqual([]);
    expect(await place.names('blobs')).toEqual([]);
  });

  it('removes the snapshots that a killed backup has left, and no others', async () => {
    const { name } = await snapshots.create('corpus__g1');
    const theirs = await snapshots.create('corpus__g1');
    const file = runtime.paths.project.snapshots;
    await writeLeftSnapshots(file, {
      snapshots: [{ collection: 'corpus__g1', name }],
      making: null,
    });
    await save();
    expect(await left()).toMatchObject([{ name: theirs.name }]);
  });

  describe('where a backup was killed while a snapshot was being made', () => {
    /** Seconds after the backup began. */
    const madeAt = (seconds: number) => {
      vi.setSystemTime(Date.UTC(2026, 0, 31, 9, 30, seconds));
      return snapshots.create('corpus__g1');
    };
    /** Leaves the note of one that was killed before the answer. */
    const killed = async () => {
      vi.setSystemTime(Date.UTC(2026, 0, 31, 9, 30));
      const file = runtime.paths.project.snapshots;
      let noted = readLeftSnapshots(file);
      before = async (asked) => {
        if (asked === 'POST /collections/corpus__g1/snapshots') noted = readLeftSnapshots(file);
      };
      await save();
      await writeLeftSnapshots(file, noted);
    };
    beforeEach(() => {
      vi.useFakeTimers({ toFake: ['Date'] });
      runtime.clock = { ...runtime.clock, now: () => Date.now() };
    });
    afterEach(() => {
      vi.useRealTimers();
    });

    it('removes that, and no others, whether they were made before it or since', async () => {
      const theirs = await madeAt(-10);
      await killed();
      await madeAt(2);
      const others = [await madeAt(20), await madeAt(4_000)];
      await save();
      const names = [theirs, ...others].map(({ name }) => ({ name }));
      expect(await left()).toMatchObject(names);
      expect(await left()).toHaveLength(3);
    });

    it('leaves others alone where Qdrant had not begun', async () => {
      await killed();
      const theirs = await madeAt(90);
      await save();
      expect(await left()).toMatchObject([{ name: theirs.name }]);
      expect(await left()).toHaveLength(1);
    });
  });

  it('notes what it cannot remove, for the next backup', async () => {
    before = async (asked) => {
      if (asked.startsWith('DELETE')) throw new Error('not now');
    };
    await expect(save()).rejects.toMatchObject({ code: 'SNAPSHOT_FAILED' });
    before = async () => {};
    expect(readLeftSnapshots(runtime.paths.project.snapshots).snapshots).not.toEqual([]);
    await save();
    expect(await left()).toEqual([]);
  });

  it('stores the collections of other programs, too', async () => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ vectors: { size: 2, distance: 'Cosine' } });
    await fetch(`${server.url}/collections/their docs`, { method: 'PUT', headers, body });
    const { content } = await save();
    expect(content.store).toMatchObject({
      foreign: [{ name: 'their docs', points: 0, file: 'qdrant/foreign/their%20docs.snapshot' }],
    });
  });
});
