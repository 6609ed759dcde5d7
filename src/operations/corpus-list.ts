import type { DocumentRecord } from '@gecko/core/contract/corpus';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { oneLine } from './one-line.ts';

export interface CorpusListInput {
  collection?: string | undefined;
  source?: string | undefined;
}

/** The documents of a collection, or of one source in it, by source and path. */
export async function listDocuments(input: CorpusListInput, runtime: Runtime): Promise<Report> {
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  const documents: DocumentRecord[] = [];
  for await (const document of client.allDocuments({ ...input, collection }, runtime.signal))
    documents.push(document);
  documents.sort((a, b) => compare(a.source, b.source) || compare(a.path, b.path));
  return {
    json: { collection, documents },
    text: (style) => listText(documents, style),
  };
}

function listText(documents: readonly DocumentRecord[], style: Style): string {
  if (documents.length === 0)
    return 'No documents. `gecko ingest PATH` brings files into the corpus.';
  const rows = documents.map(({ source, path, chunks, title }) => ({
    name: oneLine(`${source}/${path}`),
    rest: `${String(chunks).padStart(5)}  ${oneLine(title)}`,
  }));
  const width = Math.min(60, Math.max(...rows.map(({ name }) => name.length)));
  return [
    style.dim(`${'document'.padEnd(width)}  chunks  title`),
    ...rows.map(({ name, rest }) => `${name.padEnd(width)}  ${rest}`),
  ].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
