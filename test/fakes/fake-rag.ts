import { createHash } from 'node:crypto';
import type { AskEvent, AskRequest, AskResponse } from '@gecko/core/contract/ask';
import type { CollectionInfo, DocumentRecord } from '@gecko/core/contract/corpus';
import type { Ready } from '@gecko/core/contract/health';
import type { System } from '@gecko/core/contract/system';
import type { SystemReport } from '@gecko/core/contract/system-report';
import type { RagClient } from '../../src/clients/rag.ts';
import { exitCodeOf } from '../../src/error-codes.ts';
import { GeckoError } from '../../src/errors.ts';

/** A backend in memory: it keeps documents by source and path, and answers as it is told. */
export class FakeRag {
  readonly documents = new Map<string, DocumentRecord & { text: string }>();
  /** Calls that change something, such as `put docs/a.md` or `rename docs/a.md from b.md`. */
  readonly writes: string[] = [];
  /** Number of files of each plan asked for. */
  readonly plans: number[] = [];
  /** How often all documents were asked for. */
  listings = 0;
  /** Error code with which the document of a path is refused. */
  readonly refused = new Map<string, string>();
  /** Events of the next answer. */
  answer: AskEvent[] = [];
  readonly questions: AskRequest[] = [];
  /** Called with each question, before its answer begins. */
  onAsk = () => {};
  /** Thrown in place of an answer. */
  failing: GeckoError | null = null;
  /** Ids of documents that no search finds. */
  readonly hidden = new Set<string>();
  /** What is told of collections. */
  collectionsAnswer: CollectionInfo[] = [];
  readyAnswer: Ready = { ready: true, dependencies: [] };
  generation = 1;
  /** Reports of the whole system that it was told. */
  readonly told: SystemReport[] = [];
  /** Thrown when it is told one. */
  telling: GeckoError | null = null;
  /** Of what it was told before; null: it does not know such a thing. */
  reportAnswer: System['report'] | null = null;
  kept: 'store' | 'memory' = 'store';
  /** What a rollback undoes. */
  undone = { added: 0, updated: 0, removed: 0 };

  readonly client: RagClient = {
    askStream: (request, signal) => {
      this.questions.push(request);
      this.onAsk();
      signal.throwIfAborted();
      if (this.failing) throw this.failing;
      return streamOf(this.answer);
    },
    search: async ({ question = '' }) => ({
      question,
      results: [...this.documents.values()]
        .filter(({ id }) => !this.hidden.has(id))
        .map((document) => ({ document, score: shared(question, document.text) }))
        .filter(({ score }) => score > 0)
        .toSorted((a, b) => b.score - a.score)
        .map(({ document: { id, source, path, title, text }, score }, index) => ({
          n: index + 1,
          source: `${source}/${path}`,
          title,
          page: null,
          line: 1,
          span: [0, text.length] as [number, number],
          score,
          text,
          documentId: id,
          chunkId: `${id}#0`,
        })),
      retrieval: { mode: 'hybrid', candidates: this.documents.size },
    }),
    plan: async ({ source, files, collection = 'corpus_gecko3' }) => {
      this.plans.push(files.length);
      return { collection, files: files.map((file) => this.planOne(source, file)) };
    },
    put: async ({ id, source, path, bytes, from }) => {
      const refused = this.refused.get(path);
      if (refused && (refused !== 'CONTENT_NEEDED' || !bytes))
        throw new GeckoError(refused, `refused: ${path}`, { exitCode: exitCodeOf(refused) });
      const old = from === undefined ? undefined : this.documents.get(`${source}/${from}`);
      if (from !== undefined && !old)
        throw new GeckoError('DOCUMENT_MISSING', `No document ${from}`, { exitCode: 1 });
      const action = old
        ? 'renamed'
        : this.documents.has(`${source}/${path}`)
          ? 'updated'
          : 'added';
      this.writes.push(old ? `rename ${source}/${path} from ${from}` : `put ${source}/${path}`);
      if (old) this.documents.delete(`${source}/${from}`);
      this.keep(source, path, bytes ?? Buffer.from(old?.text ?? ''));
      return { id, revision: 'r', action, chunks: 1, embedded: old ? 0 : 1 };
    },
    remove: async (id) => {
      const found = [...this.documents].find(([, document]) => document.id === id);
      if (found) this.documents.delete(found[0]);
      if (found) this.writes.push(`remove ${found[0]}`);
      return { id, deleted: found !== undefined };
    },
    documents: async ({ source, path, cursor, limit = 2 }) => {
      const all = [...this.documents.values()].filter(
        (document) =>
          (source === undefined || document.source === source) &&
          (path === undefined || document.path === path),
      );
      const start = Number(cursor ?? 0);
      const next = start + limit < all.length ? String(start + limit) : null;
      return { collection: 'corpus_gecko3', documents: all.slice(start, start + limit), next };
    },
    allDocuments: ({ source }) => {
      this.listings += 1;
      return streamOf(
        [...this.documents.values()].filter(
          (document) => source === undefined || document.source === source,
        ),
      );
    },
    record: async (id) => this.byId(id),
    document: async (id) => this.byId(id),
    collections: async () => ({ collections: this.collectionsAnswer }),
    reindex: async function* () {
      yield { event: 'progress', done: 1, total: 2 };
      yield { event: 'done', collection: 'corpus_gecko3', generation: 2, documents: 2, chunks: 2 };
    },
    rollback: async ({ collection, dryRun }) => {
      if (!dryRun) this.writes.push('rollback');
      return { collection, generation: this.generation, undone: this.undone };
    },
    freeze: async (seconds) => {
      this.writes.push('freeze');
      return { frozen: true, seconds };
    },
    thaw: async () => {
      this.writes.push('thaw');
      return { frozen: false, seconds: 0 };
    },
    ready: async () => this.readyAnswer,
    system: async () => {
      if (this.reportAnswer) return { report: this.reportAnswer } as System;
      throw new GeckoError('NOT_FOUND', 'GET /system does not exist', { exitCode: 1 });
    },
    tellSystem: async (report) => {
      this.told.push(report);
      if (this.telling) throw this.telling;
      return { parts: Object.keys(report), kept: this.kept };
    },
  };

  /** Puts a document there as an earlier ingest would have. */
  keep(source: string, path: string, bytes: Uint8Array): void {
    const text = Buffer.from(bytes).toString();
    this.documents.set(`${source}/${path}`, {
      id: `id:${source}/${path}`,
      collection: 'corpus_gecko3',
      source,
      path,
      revision: 'r',
      contentHash: sha256(bytes),
      parserVersion: '1',
      mediaType: 'text/markdown',
      title: path,
      language: 'en',
      metadata: {},
      chars: text.length,
      bytes: bytes.length,
      pageOffsets: [],
      chunks: 1,
      ingestedAt: '2026-01-01T00:00:00.000Z',
      text,
    });
  }

  private byId(id: string) {
    const found = [...this.documents.values()].find((document) => document.id === id);
    if (!found) throw new GeckoError('DOCUMENT_MISSING', `No document ${id}`, { exitCode: 1 });
    return found;
  }

  private planOne(source: string, { path, sha256 }: { path: string; sha256: string }) {
    const id = `id:${source}/${path}`;
    const known = this.documents.get(`${source}/${path}`);
    if (known)
      return { path, id, action: known.contentHash === sha256 ? 'unchanged' : 'update' } as const;
    const same = [...this.documents.values()].find(
      (document) => document.source === source && document.contentHash === sha256,
    );
    return same
      ? ({ path, id, action: 'rename', from: same.path } as const)
      : ({ path, id, action: 'add' } as const);
  }
}

/** How many words of the question a text has. */
function shared(question: string, text: string): number {
  return question.split(' ').filter((word) => text.includes(word)).length;
}

async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** A whole answer without citations. */
export function answerOf(answer: string): AskResponse {
  return {
    question: '?',
    answer,
    abstained: false,
    citations: [],
    backend: 'rag',
    generator: { kind: 'extractive', model: null, reason: 'no language model' },
    retrieval: { mode: 'hybrid', candidates: 0 },
    omitted: 0,
    truncated: false,
    timings: { retrieveMs: 0, firstTokenMs: 0, totalMs: 0 },
  };
}
