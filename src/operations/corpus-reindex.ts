import type { RagClient } from '../clients/rag.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { fullStore } from './full-store.ts';

type Input = { collection?: string | undefined };

/**
 * Makes a collection anew from its stored text and switches to it when it is complete.
 * @throws GeckoError EMBEDDER_UNAVAILABLE where it would lose its vectors, NO_SPACE (exit 24), and what the backend answers
 */
export async function reindexCorpus(
  input: Input & { withoutVectors: boolean },
  runtime: Runtime,
): Promise<Report> {
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  try {
    return await reindexed(client, { ...input, collection }, runtime);
  } catch (error) {
    throw await fullStore(error, runtime);
  }
}

async function reindexed(
  client: RagClient,
  { collection, withoutVectors }: { collection: string; withoutVectors: boolean },
  { ui, signal }: Runtime,
): Promise<Report> {
  let report: Report = { json: {}, text: () => '' };
  const shown = { type: 'progress', id: 'reindex', text: 'Reindexing', unit: 'items' } as const;
  try {
    for await (const event of client.reindex({ collection, withoutVectors }, signal)) {
      if (event.event === 'progress') ui.event({ ...shown, done: event.done, total: event.total });
      if (event.event === 'done') {
        const { event: _, ...json } = event;
        const { generation, documents, chunks } = json;
        report = {
          json,
          text: () =>
            `${json.collection}: generation ${generation}, ${documents} documents, ${chunks} chunks. \`gecko corpus rollback\` goes back.`,
        };
      }
    }
  } finally {
    ui.event({ type: 'progress-end', id: 'reindex' });
  }
  return report;
}

/**
 * Goes back to the generation before; where documents have changed since, it needs a yes.
 * @throws GeckoError CONFIRMATION_NEEDED, NOT_CONFIRMED (exit 5), GENERATION_MISSING, COLLECTION_MISSING
 */
export async function rollbackCorpus(input: Input, runtime: Runtime): Promise<Report> {
  const { ui, signal } = runtime;
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  const { generation, undone } = await client.rollback({ collection, dryRun: true }, signal);
  const { added, updated, removed } = undone;
  if (added + updated + removed > 0) {
    const changes = `${added} added, ${updated} changed and ${removed} removed documents`;
    const question = `Go back to generation ${generation} of ${collection}? That undoes ${changes}.`;
    if (!(await ui.confirm(question, '--yes')))
      throw new GeckoError('NOT_CONFIRMED', `${collection} stays as it is`, {
        exitCode: exitCodes.confirmation,
        hint: '`gecko ingest` brings changed files back after a rollback.',
      });
  }
  const json = await client.rollback({ collection, dryRun: false }, signal);
  return { json, text: () => `${json.collection} is at generation ${json.generation} again.` };
}
