import { useCallback, useContext, useMemo, useRef } from 'preact/hooks';
import { CorpusContext } from './corpus-context.ts';
import type { ListedDocument } from './listed-document.ts';
import { type Selection, selectedAmong, toggled, toggledAll } from './selection.ts';

/** What is chosen among the documents that are shown. */
export interface Choosing {
  selection: Selection;
  /** Those that are shown too. */
  chosen: readonly ListedDocument[];
  /** @param isRange up to the one that was chosen before */
  toggle(id: string, isRange: boolean): void;
  toggleAll(): void;
}

export function useSelection(shown: readonly ListedDocument[]): Choosing {
  const { selection } = useContext(CorpusContext);
  const { value } = selection;
  const last = useRef<string | null>(null);
  const chosen = useMemo(() => selectedAmong(shown, value), [shown, value]);
  const toggle = useCallback(
    (id: string, isRange: boolean) => {
      const from = isRange ? last.current : null;
      selection.value = toggled(selection.value, id, { from, shown });
      last.current = id;
    },
    [selection, shown],
  );
  const toggleAll = useCallback(() => {
    selection.value = toggledAll(selection.value, shown);
  }, [selection, shown]);
  return { selection: value, chosen, toggle, toggleAll };
}
