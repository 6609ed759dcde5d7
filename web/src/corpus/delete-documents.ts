import type { Schemas } from '../api/schema.d.ts';
import { isOfDocument } from './is-of-document.ts';

type Document = Schemas['Document'];

export interface DeleteTools {
  remove(document: Document): Promise<void>;
  /** Called after each; those that failed count too. */
  onProgress(done: number): void;
  /** Begins no other; what is under way ends. */
  signal: AbortSignal;
}

export interface Deletion {
  gone: ReadonlySet<string>;
  /** Each for a reason of its own. */
  failed: readonly { document: Document; error: unknown }[];
  /** Why the others were not tried; null where all were, or it was stopped. */
  halt: unknown;
}

/** Deleted at the same time. */
const AT_ONCE = 4;

/** Deletes documents, a few at a time. What one of them fails by keeps none of the others. */
export async function deleteDocuments(
  documents: readonly Document[],
  { remove, onProgress, signal }: DeleteTools,
): Promise<Deletion> {
  const gone = new Set<string>();
  const failed: { document: Document; error: unknown }[] = [];
  let halt: unknown = null;
  const rest = documents.values();
  const work = async () => {
    for (const document of rest) {
      if (signal.aborted || halt !== null) return;
      try {
        await remove(document);
        gone.add(document.id);
      } catch (error) {
        if (isOfDocument(error)) failed.push({ document, error });
        else halt ??= error;
      }
      onProgress(gone.size + failed.length);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { gone, failed, halt };
}
