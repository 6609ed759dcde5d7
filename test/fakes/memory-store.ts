import { systemClock } from '@gecko/core/clock';
import type { DocumentRecord, Fingerprint } from '@gecko/core/contract/corpus';
import { ServiceError } from '@gecko/core/contract/errors';
import { checkVectors } from '@gecko/core/store/check-vectors';
import { collectionMissing } from '@gecko/core/store/collection-missing';
import { createFreezer } from '@gecko/core/store/freezer';
import { inOrder, place } from '@gecko/core/store/place';
import type {
  Candidate,
  CandidateQuery,
  Generation,
  GenerationStore,
  Store,
  StoredChunk,
  StoredDocument,
} from '@gecko/core/store/port';
import { FIXED_FIELDS, fieldValues, matches, tagsOf, toTagFilter } from '@gecko/core/store/tags';
import { createWriterQueue, type WriterQueue } from '@gecko/core/store/writer-queue';

interface Held {
  info: Generation;
  documents: Map<string, StoredDocument>;
}

interface Named {
  live: number | null;
  previous: number | null;
  last: number;
  generations: Map<number, Held>;
}

/** A stateful store in memory that passes the conformance suite; for tests of what stands on a store. */
export function createMemoryStore(): Store {
  const names = new Map<string, Named>();
  const notes = new Map<string, string>();
  const queue = createWriterQueue();
  const freezer = createFreezer(queue, systemClock);
  const named = (name: string) => {
    const found = names.get(name);
    if (!found) throw collectionMissing(name);
    return found;
  };
  const held = (name: string, number: number) => {
    const found = named(name).generations.get(number);
    if (!found) throw new ServiceError('GENERATION_MISSING', `${name} has no generation ${number}`);
    return found;
  };
  const point = (name: string, number: number) => {
    const entry = named(name);
    const next = held(name, number);
    if (entry.live === number) return;
    if (entry.live !== null) held(name, entry.live).info.state = 'retired';
    next.info.state = 'live';
    entry.previous = entry.live;
    entry.live = number;
  };
  return {
    kind: 'memory',
    check: async () => {},
    notes: async () => new Map(notes),
    putNote: async (name, text) => void notes.set(name, text),
    async collections() {
      return [...names].flatMap(([name, { live }]) =>
        live === null ? [] : [{ ...held(name, live).info }],
      );
    },
    async resolve(name) {
      const live = names.get(name)?.live;
      return live ? generationStore(held(name, live), queue) : null;
    },
    async create(name, fingerprint: Fingerprint) {
      const entry = names.get(name) ?? {
        live: null,
        previous: null,
        last: 0,
        generations: new Map(),
      };
      names.set(name, entry);
      entry.last += 1;
      const info: Generation = {
        collection: name,
        generation: entry.last,
        physical: `${name}__g${entry.last}`,
        fingerprint,
        state: 'building',
      };
      const made = { info, documents: new Map<string, StoredDocument>() };
      entry.generations.set(entry.last, made);
      return generationStore(made, queue);
    },
    open: async (name, number) => generationStore(held(name, number), queue),
    generations: async (name) =>
      [...named(name).generations.values()].map(({ info }) => ({ ...info })),
    switch: async (name, number) => point(name, number),
    async switchAll(targets) {
      for (const { collection, generation } of targets) held(collection, generation);
      for (const { collection, generation } of targets) point(collection, generation);
    },
    previous: async (name) => named(name).previous,
    async rollback(name) {
      const { previous } = named(name);
      if (previous === null)
        throw new ServiceError('GENERATION_MISSING', `${name} has no generation to go back to`);
      point(name, previous);
      return previous;
    },
    async drop(name, number) {
      const entry = named(name);
      if (number === undefined) {
        names.delete(name);
        return;
      }
      held(name, number);
      if (entry.live === number)
        throw new ServiceError('BAD_REQUEST', `generation ${number} is live`);
      entry.generations.delete(number);
      if (entry.previous === number) entry.previous = null;
    },
    sweep: async () => ({ removedChunks: 0 }),
    maintain: async () => {},
    freeze: (milliseconds) => freezer.freeze(milliseconds),
    thaw: async () => freezer.thaw(),
    close: async () => {},
  };
}

function generationStore({ info, documents }: Held, queue: WriterQueue): GenerationStore {
  const chunks = () =>
    [...documents.values()].flatMap((document) =>
      document.chunks.map((chunk) => ({ chunk, document })),
    );
  const records = () => inOrder([...documents.values()].map(({ record }) => record));
  return {
    info,
    async commit(group) {
      checkVectors(group, info.fingerprint);
      await queue.run(async () => {
        for (const document of group) documents.set(document.record.id, structuredClone(document));
      });
    },
    remove: (ids) => queue.run(async () => ids.filter((id) => documents.delete(id)).length),
    async candidates(query) {
      const all = chunks().filter(({ document }) => passes(document.record, query));
      return {
        dense: query.dense
          ? top(
              all.map((one) => candidate(one, cosine(query.dense, one.chunk.dense))),
              query.limit,
            )
          : [],
        lexical: query.terms?.length ? top(bm25(all, query.terms), query.limit) : [],
      };
    },
    async documents({ source, path, contentHashes, ids, limit, cursor }) {
      const found = records().filter(
        (record) =>
          (source === undefined || record.source === source) &&
          (path === undefined ||
            (path.endsWith('/') ? record.path.startsWith(path) : record.path === path)) &&
          (!contentHashes || contentHashes.includes(record.contentHash)) &&
          (!ids || ids.includes(record.id)) &&
          (cursor === undefined || place(record) > cursor),
      );
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return { documents: page, next: found.length > page.length && last ? place(last) : null };
    },
    records: async ({ source } = {}) =>
      records().filter((record) => source === undefined || record.source === source),
    document: async (id) => documents.get(id)?.record ?? null,
    async read(id) {
      const { record, text } = documents.get(id) ?? {};
      return record && text !== undefined ? { record, text } : null;
    },
    stored: async (id) => structuredClone(documents.get(id) ?? null),
    chunks: async (id) => (documents.get(id)?.chunks ?? []).map(bare),
    async termStatistics(terms) {
      const all = chunks();
      const count = (term: string) =>
        all.filter(({ chunk }) => chunk.lex.split(' ').includes(term)).length;
      return { chunks: all.length, frequencies: new Map(terms.map((term) => [term, count(term)])) };
    },
    stats: async () => ({ documents: documents.size, chunks: chunks().length, bytes: null }),
    async fields() {
      const named = records().flatMap((record) => fieldValues(record).map(([field]) => field));
      return [...new Set([...FIXED_FIELDS, ...named])];
    },
    async values(field, limit) {
      const found = records()
        .flatMap((record) => [...fieldValues(record), ['path', record.path] as const])
        .filter(([name]) => name === field)
        .map(([, value]) => value);
      return [...new Set(found)].slice(0, limit);
    },
  };
}

function passes(record: DocumentRecord, { filter }: CandidateQuery): boolean {
  return matches(toTagFilter(filter), record.path, new Set(tagsOf(record)));
}

function candidate(
  { chunk, document }: { chunk: StoredChunk; document: StoredDocument },
  score: number,
): Candidate {
  const { id, source, path, title, mediaType, language, metadata } = document.record;
  return {
    chunk: bare(chunk),
    document: { id, source, path, title, mediaType, language, metadata },
    score,
  };
}

function bare({ revision: _revision, lex: _lex, dense: _dense, ...chunk }: StoredChunk) {
  return chunk;
}

function top(candidates: Candidate[], limit: number): Candidate[] {
  return candidates
    .sort((a, b) => b.score - a.score || (a.chunk.id < b.chunk.id ? -1 : 1))
    .slice(0, limit);
}

function cosine(a: Float32Array | undefined, b: Float32Array | null): number {
  return a && b ? a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0) : 0;
}

/** Okapi BM25, k1 1.2, b 0.75 (Robertson and Zaragoza 2009). */
function bm25(
  all: { chunk: StoredChunk; document: StoredDocument }[],
  terms: readonly string[],
): Candidate[] {
  const bags = all.map(({ chunk }) => chunk.lex.split(' ').filter(Boolean));
  const average = bags.reduce((sum, bag) => sum + bag.length, 0) / Math.max(1, bags.length);
  const idf = new Map(
    terms.map((term) => {
      const n = bags.filter((bag) => bag.includes(term)).length;
      return [term, Math.log(1 + (bags.length - n + 0.5) / (n + 0.5))];
    }),
  );
  return all
    .map((one, i) => {
      const bag = bags[i] ?? [];
      const score = [...idf].reduce((sum, [term, weight]) => {
        const frequency = bag.filter((other) => other === term).length;
        return (
          sum +
          (weight * frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * bag.length) / average))
        );
      }, 0);
      return candidate(one, score);
    })
    .filter(({ score }) => score > 0);
}
