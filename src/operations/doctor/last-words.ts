import type { ResolvedConfig } from '../../config/schema.ts';
import type { Engine } from '../../engine/engine.ts';
import { lastWords } from '../../engine/execute/last-lines.ts';
import { GeckoError } from '../../errors.ts';
import { isUsersOwn } from '../../stack/corpus-backend.ts';

const LINES = 5;
/** Characters of each: Qdrant comes to its reason behind two hundred. */
const LENGTH = 400;

/** What an access log has of a request: its path may name a document, and what follows it a question. */
const request = /"(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) [^"]*"/g;

/**
 * The last lines that a service's container wrote, cut, for evidence. None of a user's own backend:
 * what that one writes may be questions and documents.
 */
export async function lastWordsOf(
  container: string,
  service: string,
  { engine, config, signal }: { engine: Engine; config: ResolvedConfig; signal: AbortSignal },
): Promise<string[]> {
  if ((service === 'rag' || service === 'qa') && isUsersOwn(service, config)) return [];
  try {
    const lines = await lastWords(engine, container, LINES, signal);
    return lines.map((line) => line.replace(request, '"$1 …"').slice(0, LENGTH));
  } catch (error) {
    if (!(error instanceof GeckoError)) throw error;
    return [`its log cannot be read: ${error.message}`];
  }
}
