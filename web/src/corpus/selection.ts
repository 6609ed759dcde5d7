import type { ListedDocument } from './listed-document.ts';

/** Ids of documents. */
export type Selection = ReadonlySet<string>;

export const noSelection: Selection = new Set();

/** What is done to all of them is done to these: what a filter hides is left alone. */
export function selectedAmong(
  shown: readonly ListedDocument[],
  selection: Selection,
): readonly ListedDocument[] {
  if (selection.size === 0) return [];
  return shown.filter(({ document }) => selection.has(document.id));
}

/**
 * One document chosen or let go; and with it all up to the one that was before.
 * @param from id of the other end of a range; null, or one that is not shown: no range
 */
export function toggled(
  selection: Selection,
  id: string,
  { from, shown }: { from: string | null; shown: readonly ListedDocument[] },
): Selection {
  const isChosen = !selection.has(id);
  const indexOf = (wanted: string) => shown.findIndex(({ document }) => document.id === wanted);
  const [a, b] = [from === null ? -1 : indexOf(from), indexOf(id)];
  const range = a === -1 ? [b, b] : [Math.min(a, b), Math.max(a, b)];
  return changed(selection, shown.slice(range[0], (range[1] ?? 0) + 1), isChosen);
}

/** All that are shown; or none of them, where all were chosen. */
export function toggledAll(selection: Selection, shown: readonly ListedDocument[]): Selection {
  return changed(selection, shown, selectedAmong(shown, selection).length < shown.length);
}

function changed(
  selection: Selection,
  documents: readonly ListedDocument[],
  isChosen: boolean,
): Selection {
  const next = new Set(selection);
  for (const { document } of documents)
    if (isChosen) next.add(document.id);
    else next.delete(document.id);
  return next;
}
