import type { Schemas } from '@qdrant/js-client-rest';
import type { Condition } from './conditions.ts';
import type { Qdrant } from './qdrant.ts';

/** Points a page; their payload is what a query names, and small where there may be many. */
const PAGE = 1_000;

export interface ScrollQuery {
  must: Condition[];
  fields: string[];
  vectors?: string[];
  page?: number;
}

/** Every point that meets all conditions, page by page, in the order of their ids. */
export async function* scroll(
  qdrant: Qdrant,
  collection: string,
  { must, fields, vectors, page = PAGE }: ScrollQuery,
): AsyncGenerator<Schemas['Record']> {
  let offset: Schemas['ScrollResult']['next_page_offset'];
  do {
    const from = offset ?? null;
    const answer = await qdrant.read(`reading ${collection}`, (client) =>
      client.scroll(collection, {
        filter: { must },
        limit: page,
        with_payload: fields,
        with_vector: vectors ?? false,
        ...(from === null ? {} : { offset: from }),
      }),
    );
    yield* answer.points;
    offset = answer.next_page_offset;
  } while (offset !== null && offset !== undefined);
}
