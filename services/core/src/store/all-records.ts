import type { DocumentRecord } from '../contract/corpus.ts';
import type { GenerationStore } from './port.ts';

const PAGE = 500;

/** The record of every document of a generation. */
export async function allRecords(generation: GenerationStore): Promise<DocumentRecord[]> {
  const all: DocumentRecord[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<GenerationStore['documents']>> = await generation.documents({
      limit: PAGE,
      ...(cursor === null ? {} : { cursor }),
    });
    all.push(...page.documents);
    cursor = page.next;
  } while (cursor !== null);
  return all;
}
