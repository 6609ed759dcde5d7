import type { Schemas } from '../api/schema.d.ts';
import type { DocumentPut, PutProgress } from './put-document.ts';

/** What sending files needs of the browser and the backend. */
export interface UploadTools {
  /** sha256 in hex, or null where it cannot be told. */
  hash(file: File): Promise<string | null>;
  plan(request: Schemas['PlanRequest'], signal: AbortSignal): Promise<Schemas['PlanResponse']>;
  put(document: DocumentPut, progress: PutProgress): Promise<Schemas['PutResponse']>;
}
