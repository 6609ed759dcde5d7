import type { DocumentWithText } from '@gecko/core/contract/corpus';
import type { Runtime } from '../runtime.ts';
import { sanitize } from '../ui/sanitize.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { findDocument } from './corpus/find-document.ts';
import { oneLine } from './one-line.ts';

/**
 * One document with its text as it is stored; `name` is its id or `source/path`.
 * @throws GeckoError DOCUMENT_MISSING
 */
export async function showDocument(
  input: { name: string; collection?: string | undefined },
  runtime: Runtime,
): Promise<Report> {
  const collection = input.collection ?? runtime.config.corpus.collection;
  const client = await ensureBackend(runtime);
  const { id } = await findDocument(client, input.name, collection, runtime.signal);
  const document = await client.document(id, collection, runtime.signal);
  return { json: { ...document }, text: (style) => showText(document, style) };
}

function showText(document: DocumentWithText, style: Style): string {
  const { source, path, title, id, mediaType, language, bytes, chunks, ingestedAt } = document;
  const facts = [
    mediaType,
    language,
    `${bytes} bytes`,
    `${chunks} chunks`,
    `ingested ${ingestedAt}`,
  ];
  const metadata = Object.entries(document.metadata).map(
    ([key, value]) => `${key}: ${[value].flat().join(', ')}`,
  );
  return [
    style.bold(oneLine(title)),
    oneLine(`${source}/${path}`),
    ...[id, facts.filter((fact) => fact !== null).join(', '), ...metadata].map((line) =>
      style.dim(oneLine(line)),
    ),
    '',
    sanitize(document.text),
  ].join('\n');
}
