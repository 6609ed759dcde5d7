import { getJson } from '../api/get-json.ts';
import { postJson } from '../api/post-json.ts';
import type { Schemas } from '../api/schema.d.ts';
import type { AskSettings } from './conversation.ts';

/** Enough to see what the corpus is about. */
const MOST = 5;

/**
 * The passages nearest to a question that the corpus does not answer. Asked of `qa`: what `rag` takes for a
 * filter in the question may be what left it without an answer.
 */
export async function nearestPassages(
  { collection, filter }: AskSettings,
  question: string,
  signal: AbortSignal,
): Promise<Schemas['Citation'][]> {
  const body = {
    question,
    topK: MOST,
    ...(collection === null ? {} : { collection }),
    ...(Object.keys(filter).length > 0 ? { filter } : {}),
  };
  const found = await getJson<Schemas['SearchResponse']>(
    '/api/qa/search',
    postJson(body, { signal }),
  );
  return found.results;
}
