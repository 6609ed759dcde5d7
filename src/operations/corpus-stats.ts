import type { CollectionInfo } from '@gecko/core/contract/corpus';
import { amount } from '../amount.ts';
import { exitCodes, GeckoError } from '../errors.ts';
import type { Runtime } from '../runtime.ts';
import type { Report, Style } from '../ui/ui.ts';
import { ensureBackend } from './backend.ts';
import { oneLine } from './one-line.ts';

/**
 * Size and making of the collections, or of one.
 * @throws GeckoError COLLECTION_MISSING where that one is not there
 */
export async function corpusStats(
  { collection }: { collection?: string | undefined },
  runtime: Runtime,
): Promise<Report> {
  const client = await ensureBackend(runtime);
  const { collections } = await client.collections(runtime.signal);
  const shown = collections.filter(({ name }) => collection === undefined || name === collection);
  if (collection !== undefined && shown.length === 0)
    throw new GeckoError('COLLECTION_MISSING', `There is no collection ${collection}`, {
      exitCode: exitCodes.nothing,
      hint: '`gecko corpus stats` shows all collections.',
    });
  return {
    json: { collections: shown },
    text: (style) =>
      shown.length === 0
        ? 'No collections. `gecko ingest PATH` makes one.'
        : shown.map((one) => statsText(one, style)).join('\n\n'),
  };
}

function statsText(collection: CollectionInfo, style: Style): string {
  const { name, documents, chunks, bytes, physical, previous, fingerprint, mode } = collection;
  const { model, precision, dimension, chunk } = fingerprint;
  const lines = [
    style.bold(name),
    `  documents   ${documents}`,
    `  chunks      ${chunks}, of at most ${chunk.tokens} tokens with ${chunk.overlap} repeated`,
    ...(bytes === null ? [] : [`  on disk     ${amount(bytes)}`]),
    `  retrieval   ${mode}${mode === 'lexical' ? ' only: it was made without an embedding model' : ''}`,
    ...(model === null ? [] : [`  model       ${model}, ${dimension} dimensions, ${precision}`]),
    `  generation  ${physical}${previous === null ? '' : `; rollback goes to ${previous}`}`,
  ].map((line, index) => (index === 0 ? line : oneLineKeepingIndent(line)));
  return collection.warning === null
    ? lines.join('\n')
    : [...lines, `  ${style.yellow(oneLine(collection.warning))}`].join('\n');
}

function oneLineKeepingIndent(line: string): string {
  return line.slice(0, 14) + oneLine(line.slice(14));
}
