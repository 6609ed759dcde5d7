import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startQdrantServer } from '../../../../test/fakes/qdrant-server.ts';
import { systemClock } from '../clock.ts';
import { openStore } from './open-store.ts';

describe('openStore', () => {
  const tools = { clock: systemClock, log: () => {} };
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = join(await mkdtemp(join(tmpdir(), 'gecko-open-')), 'data');
  });
  afterEach(() => rm(join(dataFolder, '..'), { recursive: true, force: true }));

  it('opens LanceDB in the data folder where nothing else is said', async () => {
    const store = await openStore({ dataFolder, version: '1' }, tools);
    onTestFinished(() => store.close());
    expect(store.kind).toBe('lancedb');
    await expect(access(dataFolder)).resolves.toBeUndefined();
  });

  it('opens the Qdrant that is named, with its key, and needs no folder', async () => {
    const server = await startQdrantServer({ apiKey: 'key' });
    onTestFinished(() => server.close());
    const settings = { kind: 'qdrant', url: server.url, apiKey: 'key' } as const;
    const store = await openStore({ store: settings, dataFolder, version: '1' }, tools);
    expect(store.kind).toBe('qdrant');
    expect(await store.collections()).toEqual([]);
    await expect(access(dataFolder)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
