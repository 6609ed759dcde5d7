import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { RagClient } from '../clients/rag.ts';
import type { Ui } from '../ui/ui.ts';
import { runLimited } from './ingest/run-limited.ts';

export interface RemoveAllInput {
  documents: readonly Pick<DocumentRecord, 'id'>[];
  client: RagClient;
  collection: string;
  ui: Ui;
  signal: AbortSignal;
}

/** So many at once: the store takes those that wait in one step. */
const limits = { concurrency: 32, weight: Number.POSITIVE_INFINITY };

/** Removes documents and shows how far it is; the ids of those that were there. */
export async function removeAll(input: RemoveAllInput): Promise<Set<string>> {
  const { documents, client, collection, ui, signal } = input;
  const removed = new Set<string>();
  let done = 0;
  await runLimited(
    documents,
    limits,
    () => 0,
    async ({ id }) => {
      signal.throwIfAborted();
      const { deleted } = await client.remove(id, collection, signal);
      if (deleted) removed.add(id);
      done += 1;
      const total = documents.length;
      ui.event({ type: 'progress', id: 'remove', text: 'Removing', done, total, unit: 'items' });
    },
  );
  ui.event({ type: 'progress-end', id: 'remove' });
  return removed;
}
