import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { FakeRag } from '../../../test/fakes/fake-rag.ts';
import { type FakeRuntime, fakeRuntime } from '../../../test/fakes/fake-runtime.ts';
import { type QdrantServer, startQdrantServer } from '../../../test/fakes/qdrant-server.ts';
import { folderPlace } from '../../archive/repository/folder-place.ts';
import type { Manifest } from '../../archive/repository/manifest.ts';
import { repositorySource } from '../../archive/repository/repository-source.ts';
import { patientFetch } from '../../clients/patient-fetch.ts';
import type { QdrantSnapshots } from '../../clients/qdrant-snapshots.ts';
import { connectSnapshots } from '../../clients/qdrant-snapshots-http.ts';
import type { DockerTools } from '../../docker-tools.ts';
import { restoreInto } from './restore-into.ts';
import { saveQdrant } from './save-qdrant.ts';
import type { SavedQdrant } from './while-filling.ts';

let home: string;
let server: QdrantServer;
let runtime: FakeRuntime;
let snapshots: QdrantSnapshots;
let saved: SavedQdrant;
let restore: (store?: SavedQdrant) => Promise<unknown>;
/** Makes the generations; a test may let that fail. */
let generations: DockerTools['restore'];
/** Called before each request is answered. */
let asked: (path: string) => Promise<void>;

beforeEach(async () => {
  generations = async () => [];
  asked = async () => {};
  home = mkdtempSync(join(tmpdir(), 'gecko-into-'));
  server = await startQdrantServer({ before: ({ path }) => asked(path) });
  const rag = new FakeRag();
  runtime = await fakeRuntime(home, rag);
  const tools = { restore: (input) => generations(input) } satisfies Partial<DockerTools>;
  runtime.docker = async () => tools as unknown as DockerTools;
  const at = async () => server.url;
  snapshots = connectSnapshots({ at, token: 't', key: 'k', fetch: patientFetch() });
  await theirs('wiki', 3);
  await theirs('shop', 1);
  await snapshots.addAlias('wiki-now', 'wiki');
  const place = folderPlace(join(home, 'backups'));
  const { content } = await saveQdrant(snapshots, rag.client, place, runtime);
  const { store } = content;
  if (store?.kind !== 'qdrant') throw new Error('no backup of Qdrant');
  const manifest = { id: '1a2b3c4d', ...content } as unknown as Manifest;
  saved = store;
  const source = repositorySource(place, manifest);
  const own = { url: server.url, apiKey: 'k', token: 't' };
  restore = (store = saved) => restoreInto(snapshots, own, { source, store }, runtime);
});
afterEach(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

async function theirs(name: string, points: number): Promise<void> {
  const put = (path: string, body: object) =>
    fetch(`${server.url}/collections/${name}${path}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  await put('', { vectors: { size: 2, distance: 'Cosine' } });
  const all = Array.from({ length: points }, (_, id) => ({ id, vector: [1, id], payload: {} }));
  await put('/points?wait=true', { points: all });
}

async function now(): Promise<unknown> {
  const { collections, aliases } = await snapshots.survey(runtime.signal);
  const counts = collections.map(
    async ({ name }) => [name, await snapshots.count(name, runtime.signal)] as const,
  );
  return { ...Object.fromEntries(await Promise.all(counts)), aliases };
}

const named = [{ alias: 'wiki-now', collection: 'wiki' }];

it('brings collections of other programs back with their names, and leaves those alone that are there', async () => {
  await snapshots.drop('wiki');
  await snapshots.drop('shop');
  await theirs('shop', 2);
  await restore();
  expect(await now()).toEqual({ wiki: 3, shop: 2, aliases: named });
  await restore();
  expect(await now()).toEqual({ wiki: 3, shop: 2, aliases: named });
});

it('gives no name to them that something else has now', async () => {
  await snapshots.drop('wiki');
  await snapshots.addAlias('wiki-now', 'shop');
  await restore();
  const aliases = [{ alias: 'wiki-now', collection: 'shop' }];
  expect(await now()).toEqual({ wiki: 3, shop: 1, aliases });
});

it('gives each its names at once, so that a kill later leaves none without them', async () => {
  await snapshots.drop('wiki');
  await snapshots.drop('shop');
  let atLast: unknown;
  asked = async (path) => {
    if (path === '/collections/shop/snapshots/upload')
      atLast ??= (await snapshots.survey(runtime.signal)).aliases;
  };
  await restore({ ...saved, foreign: saved.foreign.toReversed() });
  expect(atLast).toEqual(named);
});

it('tells as a warning what fails once all is switched', async () => {
  generations = async ({ log }) => {
    log('warn', 'generations could not be dropped', { collection: 'corpus', reason: 'not now' });
    return [];
  };
  await restore();
  const text = 'generations could not be dropped: corpus: not now';
  expect(runtime.ui.events).toContainEqual({ type: 'warning', text });
});

it('takes them away again where the rest fails', async () => {
  await snapshots.drop('wiki');
  generations = async () => {
    throw new Error('no generation');
  };
  await expect(restore()).rejects.toThrow('no generation');
  expect(await now()).toEqual({ shop: 1, aliases: [] });
});

it('makes nothing of what is damaged', async () => {
  await snapshots.drop('wiki');
  const blobs = join(home, 'backups', 'blobs');
  for (const name of readdirSync(blobs)) truncateSync(join(blobs, name), 10);
  await expect(restore()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
  expect(await now()).toEqual({ shop: 1, aliases: [] });
});
