import { type Clock, systemClock } from '@gecko/core/clock';
import type { GenerationStore, Store } from '@gecko/core/store/port';
import { openQdrantStore, type QdrantStoreOptions } from '@gecko/core/store/qdrant/qdrant-store';
import { z } from 'zod';
import { smallFingerprint } from './documents.ts';
import { type QdrantServer, type QdrantServerOptions, startQdrantServer } from './qdrant-server.ts';

/** A stand-in for Qdrant with a collection `corpus`, and what a test changes about it. */
export interface QdrantUnderTest {
  server: QdrantServer;
  store: Store;
  live: GenerationStore;
  /** Minutes that the clock of its stores is ahead. */
  ahead: number;
  /** Where the next write stops, as if its process had ended. */
  faultAt: string | null;
  before: QdrantServerOptions['before'];
  /** What another process would open. */
  open(options?: Partial<QdrantStoreOptions>): Promise<Store>;
  /** Asks Qdrant itself. @returns the answer's result */
  ask(method: string, path: string, body?: unknown): Promise<unknown>;
  /** Points that Qdrant holds, seen or not. */
  points(): Promise<{ chunks: number; documents: number }>;
  close(): Promise<void>;
}

export async function startQdrantUnderTest(): Promise<QdrantUnderTest> {
  const server = await startQdrantServer({ before: (request) => under.before?.(request) });
  const clock: Clock = { ...systemClock, now: () => Date.now() + under.ahead * 60_000 };
  const open = (options: Partial<QdrantStoreOptions> = {}) =>
    openQdrantStore({
      url: server.url,
      clock,
      log: () => {},
      fault: (point) => {
        if (point === under.faultAt) throw new Error(`ended at ${point}`);
      },
      ...options,
    });
  const ask = async (method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const answer = await fetch(server.url + path, init);
    return z.object({ result: z.unknown() }).parse(await answer.json()).result;
  };
  const count = async (name: string) =>
    z
      .object({ count: z.number() })
      .parse(await ask('POST', `/collections/${name}/points/count`, {})).count;
  const shared = {
    server,
    ahead: 0,
    faultAt: null,
    before: undefined,
    open,
    ask,
    points: async () => ({
      chunks: await count('corpus__g1'),
      documents: await count('corpus__g1__docs'),
    }),
  };
  const under: Omit<QdrantUnderTest, 'store' | 'live' | 'close'> = shared;
  const store = await open();
  const live = await store.create('corpus', smallFingerprint);
  await store.switch('corpus', 1);
  return Object.assign(under, {
    store,
    live,
    close: async () => {
      await store.close();
      await server.close();
    },
  });
}

/** Texts of the chunks that hold a word, best first. */
export async function found(generation: GenerationStore, term: string): Promise<string[]> {
  const { lexical } = await generation.candidates({ terms: [term], limit: 50 });
  return lexical.map(({ chunk }) => chunk.text);
}
