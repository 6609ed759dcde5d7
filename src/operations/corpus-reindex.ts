import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';

type Input = { collection?: string | undefined };

/**
 * Makes a collection anew from its stored text and switches to it when it is complete.
 * @throws GeckoError EMBEDDER_UNAVAILABLE where it would lose its vectors, and what the backend answers
 */
export async function reindexCorpus(
  input: Input & { withoutVectors: boolean },
  runtime: Runtime,
): Promise<Report> {
  const { ui, signal } = runtime;
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  let report: Report = { json: {}, text: () => '' };
  for await (const event of client.reindex(
    { collection, withoutVectors: input.withoutVectors },
    signal,
  )) {
    if (event.event === 'progress') {
      const { done, total } = event;
      ui.event({ type: 'progress', id: 'reindex', text: 'Reindexing', done, total, unit: 'items' });
    }
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
  ui.event({ type: 'progress-end', id: 'reindex' });
  return report;
}

/** Goes back to the generation before. */
export async function rollbackCorpus(input: Input, runtime: Runtime): Promise<Report> {
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  const json = await client.rollback(collection, runtime.signal);
  return { json, text: () => `${json.collection} is at generation ${json.generation} again.` };
}
