import type { AskEvent, AskRequest, SearchRequest, SearchResponse } from '@gecko/core/contract/ask';
import type {
  CollectionList,
  DeleteResponse,
  DocumentList,
  DocumentRecord,
  DocumentWithText,
  FreezeResponse,
  PlanRequest,
  PlanResponse,
  PutResponse,
  ReindexEvent,
  RollbackResponse,
} from '@gecko/core/contract/corpus';
import type { Ready } from '@gecko/core/contract/health';
import type { System } from '@gecko/core/contract/system';
import type { SystemKept, SystemReport } from '@gecko/core/contract/system-report';

export interface PutDocument {
  id: string;
  collection?: string;
  source: string;
  path: string;
  /** Raw bytes; absent for a rename. */
  bytes?: Uint8Array;
  /** Old path of a rename. */
  from?: string;
}

/**
 * A backend over HTTP. Every call checks `X-Gecko-Project` and the contract version before a write.
 * Errors: GeckoError with the backend's code, or BACKEND_UNREACHABLE (exit 20), DEADLINE (23).
 */
export interface RagClient {
  askStream(request: AskRequest, signal: AbortSignal): AsyncGenerator<AskEvent>;
  /** The passages that may answer; nobody answers. */
  search(request: SearchRequest, signal: AbortSignal): Promise<SearchResponse>;
  plan(request: PlanRequest, signal: AbortSignal): Promise<PlanResponse>;
  put(document: PutDocument, signal: AbortSignal): Promise<PutResponse>;
  remove(id: string, collection: string | undefined, signal: AbortSignal): Promise<DeleteResponse>;
  documents(
    query: { collection?: string; source?: string; path?: string; limit?: number; cursor?: string },
    signal: AbortSignal,
  ): Promise<DocumentList>;
  /**
   * Every document of a collection, or of one source in it, in the order of the pages. The backend reads
   * each once, where it may look at all of them for each page.
   * @throws GeckoError COLLECTION_MISSING, NOT_FOUND of a backend that is older
   */
  allDocuments(
    query: { collection?: string; source?: string | undefined },
    signal: AbortSignal,
  ): AsyncGenerator<DocumentRecord>;
  /** One without its text. @throws GeckoError DOCUMENT_MISSING, COLLECTION_MISSING */
  record(id: string, collection: string, signal: AbortSignal): Promise<DocumentRecord>;
  document(
    id: string,
    collection: string | undefined,
    signal: AbortSignal,
  ): Promise<DocumentWithText>;
  collections(signal: AbortSignal): Promise<CollectionList>;
  reindex(
    request: { collection?: string; withoutVectors?: boolean },
    signal: AbortSignal,
  ): AsyncGenerator<ReindexEvent>;
  rollback(
    request: { collection: string; dryRun: boolean },
    signal: AbortSignal,
  ): Promise<RollbackResponse>;
  /**
   * Keeps all writes to the corpus waiting for so many seconds, 60 at most; again: for longer.
   * @throws GeckoError NOT_FOUND of a backend that is older, or the user's own
   */
  freeze(seconds: number, signal: AbortSignal): Promise<FreezeResponse>;
  /** Lets them go on. */
  thaw(signal: AbortSignal): Promise<FreezeResponse>;
  ready(signal: AbortSignal): Promise<Ready>;
  /** What the backend sees, and what gecko told last. @throws GeckoError NOT_FOUND of an older one */
  system(signal: AbortSignal): Promise<System>;
  /** Tells parts of the whole system, for the page. @throws GeckoError NOT_FOUND of an older backend */
  tellSystem(report: SystemReport, signal: AbortSignal): Promise<SystemKept>;
}
