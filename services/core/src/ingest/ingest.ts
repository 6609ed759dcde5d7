import type {
  PlanRequest,
  PlanResponse,
  PutResponse,
  ReindexEvent,
  RollbackResponse,
} from '../contract/corpus.ts';
import { ServiceError } from '../contract/errors.ts';
import type { Core } from '../core.ts';
import type { GenerationStore } from '../store/port.ts';
import { resolveGeneration } from '../store/resolve-generation.ts';
import { type Budget, createBudget } from './budget.ts';
import { createDocumentLocks } from './document-locks.ts';
import { checkFingerprint } from './fingerprint.ts';
import { firstGeneration } from './first-generation.ts';
import { createGates } from './gates.ts';
import { documentId } from './identity.ts';
import { planFiles } from './plan.ts';
import { type PutRequest, putDocument } from './put.ts';
import { type ReindexRequest, reindex } from './reindex.ts';
import { type RenameRequest, renameDocument } from './rename.ts';
import { rollback } from './rollback.ts';

/** Bytes of documents that are being worked on at once. */
const IN_FLIGHT = 64 * 1024 * 1024;

/** Everything that changes a corpus. One instance a process: it holds the gates. */
export interface Ingest {
  plan(request: PlanRequest & { collection: string }): Promise<PlanResponse>;
  /** Bytes of documents that are in memory at once. */
  budget: Budget;
  put(request: PutRequest): Promise<PutResponse>;
  rename(request: RenameRequest): Promise<PutResponse>;
  remove(collection: string, id: string): Promise<boolean>;
  /** One at a time for each collection. */
  reindex(request: ReindexRequest): AsyncGenerator<ReindexEvent>;
  rollback(request: { collection: string; dryRun: boolean }): Promise<RollbackResponse>;
}

export function createIngest(core: Core): Ingest {
  const gates = createGates();
  const hold = createDocumentLocks();
  const creating = new Map<string, Promise<GenerationStore>>();
  const reindexing = new Set<string>();

  return {
    async plan(request) {
      const generation = await core.store.resolve(request.collection);
      if (generation) checkFingerprint(core, generation.info);
      return planFiles(generation, request, core);
    },

    budget: createBudget(IN_FLIGHT),

    put: (request) =>
      gates(request.collection).shared(
        () =>
          hold(
            idsOf(request),
            () => intoLive(request.collection, (wrote) => putInto(request, wrote)),
            request.signal,
          ),
        request.signal,
      ),

    rename: (request) =>
      gates(request.collection).shared(
        () =>
          hold(
            idsOf(request),
            () => intoLive(request.collection, renameInto(request)),
            request.signal,
          ),
        request.signal,
      ),

    remove: (collection, id) =>
      gates(collection).shared(() =>
        hold([id], () =>
          intoLive(collection, async (wrote) => {
            const generation = await resolveGeneration(core.store, collection);
            wrote(generation);
            return (await generation.remove([id])) > 0;
          }),
        ),
      ),

    async *reindex(request) {
      const { collection } = request;
      if (reindexing.has(collection)) throw busy(collection);
      reindexing.add(collection);
      try {
        yield* reindex(core, gates(collection), request);
      } finally {
        reindexing.delete(collection);
      }
    },

    rollback: (request) => gates(request.collection).exclusive(() => rollback(core.store, request)),
  };

  /**
   * Another process may make another generation live while this one writes: then the work is done once more.
   * @param work tells which one it writes into
   * @returns what it came to the first time
   */
  async function intoLive<T>(
    collection: string,
    work: (wrote: (generation: GenerationStore) => void) => Promise<T>,
  ): Promise<T> {
    let generation: number | undefined;
    const wrote = ({ info }: GenerationStore) => {
      generation = info.generation;
    };
    const result = await work(wrote);
    for (;;) {
      const live = await core.store.resolve(collection);
      if (live === null || live.info.generation === generation) return result;
      await work(wrote);
    }
  }

  async function putInto(
    request: PutRequest,
    wrote: (generation: GenerationStore) => void,
  ): Promise<PutResponse> {
    const { collection } = request;
    const live = await core.store.resolve(collection);
    if (live) {
      checkFingerprint(core, live.info);
      wrote(live);
    }
    // Made when there is something to keep: a document that is refused leaves no empty collection.
    const make = async () => {
      const made = await writable(collection);
      wrote(made);
      return made;
    };
    return putDocument(core, { live, make }, request);
  }

  /** Done once more, it may find that a reindex of another process has taken the rename over already. */
  function renameInto(request: RenameRequest) {
    let renamed: PutResponse | null = null;
    return async (wrote: (generation: GenerationStore) => void): Promise<PutResponse> => {
      const generation = await resolveGeneration(core.store, request.collection);
      checkFingerprint(core, generation.info);
      wrote(generation);
      try {
        renamed = await renameDocument(generation, request);
      } catch (error) {
        if (!(renamed && error instanceof ServiceError && error.code === 'DOCUMENT_MISSING'))
          throw error;
      }
      return renamed;
    };
  }

  /** The live generation, made where there is none; two first writers make one. */
  async function writable(collection: string): Promise<GenerationStore> {
    const making = creating.get(collection) ?? firstGeneration(core, collection);
    creating.set(collection, making);
    try {
      const generation = await making;
      checkFingerprint(core, generation.info);
      return generation;
    } finally {
      creating.delete(collection);
    }
  }
}

/** The document that is written, and the one whose place it takes. */
function idsOf({ collection, source, path, from }: PutRequest | RenameRequest): string[] {
  const paths = from === undefined ? [path] : [path, from];
  return paths.map((one) => documentId(collection, source, one));
}

function busy(collection: string): ServiceError {
  return new ServiceError(
    'COLLECTION_BUSY',
    `${collection} is being reindexed already`,
    'Wait until that run has ended.',
  );
}
