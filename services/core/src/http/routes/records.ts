import { createRoute, z } from '@hono/zod-openapi';
import { CollectionName } from '../../contract/collection-name.ts';
import { RecordEvent } from '../../contract/corpus.ts';
import type { GenerationStore } from '../../store/port.ts';
import { resolveGeneration } from '../../store/resolve-generation.ts';
import type { App, RouteTools } from '../environment.ts';
import { errorAnswers } from '../error-answers.ts';
import { ndjsonResponse } from '../ndjson-response.ts';
import { query } from '../query.ts';

/** Records in one line. */
const AT_ONCE = 500;

const RecordsQuery = z.strictObject({
  collection: CollectionName.optional(),
  source: z.string().optional(),
});

const route = createRoute({
  method: 'get',
  path: '/corpus/records',
  summary: 'All documents at once, in the order of the pages; one JSON event a line',
  request: { query: RecordsQuery },
  responses: {
    200: {
      description: 'Documents, some at a time, and their number',
      content: { 'application/x-ndjson': { schema: RecordEvent } },
    },
    ...errorAnswers,
  },
});

/** For whoever needs all of them: each page of `/corpus/documents` may cost a look at every document. */
export function registerRecords(app: App, { core }: RouteTools): void {
  app.openAPIRegistry.registerPath(route);

  app.get('/corpus/records', async (context) => {
    const { collection = core.config.collection, source } = query(context, RecordsQuery);
    const generation = await resolveGeneration(core.store, collection);
    // Without the deadline of other requests: a large corpus takes as long as it takes.
    context.get('finish')();
    const { signal } = context.req.raw;
    // A server takes its time to read many records.
    const events = eventsOf(generation, source);
    return ndjsonResponse(events, { log: core.log, signal, isPatient: true });
  });
}

async function* eventsOf(
  generation: GenerationStore,
  source: string | undefined,
): AsyncGenerator<RecordEvent> {
  const records = await generation.records(source === undefined ? {} : { source });
  for (let start = 0; start < records.length; start += AT_ONCE)
    yield { event: 'documents', documents: records.slice(start, start + AT_ONCE) };
  yield { event: 'done', total: records.length };
}
