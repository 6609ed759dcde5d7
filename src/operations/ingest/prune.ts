import type { RagClient } from '../../clients/rag.ts';
import { exitCodes, GeckoError } from '../../errors.ts';
import type { Ui } from '../../ui/ui.ts';
import { removeAll } from '../remove-all.ts';
import type { SourceFile } from './gather.ts';
import { isThere } from './is-there.ts';
import type { Tally } from './tally.ts';
import type { Target } from './targets.ts';

/** A share of a source above which removing needs a yes. */
const askAbove = 0.2;

/** Names that are shown before the question. */
const shownNames = 10;

export interface PruneInput {
  targets: readonly Target[];
  /** What was found on disk, by source/path. */
  files: ReadonlyMap<string, SourceFile>;
  client: RagClient;
  collection: string;
  tally: Tally;
  ui: Ui;
  signal: AbortSignal;
}

interface Gone {
  id: string;
  name: string;
}

/**
 * Removes the documents of the targets whose files are gone. A file that is there but was not read,
 * hidden by now or not permitted, stays in the corpus.
 * @throws GeckoError CONFIRMATION_NEEDED, NOT_CONFIRMED (exit 5)
 */
export async function prune(input: PruneInput): Promise<void> {
  const { targets, client, collection, tally, ui, signal } = input;
  for (const source of new Set(targets.map((target) => target.source))) {
    const ofSource = targets.filter((target) => target.source === source);
    const documents = await findGone(source, ofSource, input);
    tally.removed += (await removeAll({ documents, client, collection, ui, signal })).size;
  }
}

async function findGone(
  source: string,
  targets: readonly Target[],
  { files, client, collection, ui, signal }: PruneInput,
): Promise<Gone[]> {
  const gone: Gone[] = [];
  let total = 0;
  for await (const { id, path } of client.allDocuments({ collection, source }, signal)) {
    total += 1;
    const name = `${source}/${path}`;
    const target = targets.find((candidate) => covers(candidate, path));
    if (target && !files.has(name) && !isThere(target.root, path)) gone.push({ id, name });
  }
  if (gone.length > total * askAbove) await ask(gone, total, source, ui);
  return gone;
}

function covers({ path: target, folder }: Target, path: string): boolean {
  return target === '' || path === target || (folder && path.startsWith(`${target}/`));
}

async function ask(gone: readonly Gone[], total: number, source: string, ui: Ui): Promise<void> {
  for (const { name } of gone.slice(0, shownNames))
    ui.event({ type: 'note', text: `gone: ${name}` });
  const more = gone.length - shownNames;
  if (more > 0) ui.event({ type: 'note', text: `… and ${more} more` });
  const question = `Remove ${gone.length} of the ${total} documents of ${source}?`;
  if (await ui.confirm(question, '--yes')) return;
  throw new GeckoError('NOT_CONFIRMED', 'Nothing was removed', {
    exitCode: exitCodes.confirmation,
    hint: 'What was new or changed is in the corpus.',
  });
}
