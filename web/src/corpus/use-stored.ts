import { useContext, useEffect } from 'preact/hooks';
import { CorpusContext } from './corpus-context.ts';
import type { Stored } from './uploads.ts';

/** Milliseconds in which what was stored is gathered. */
const GATHERED = 500;
/** Documents that are looked at one by one; more, or one that left another place, are listed anew once all are stored. */
const FEW = 20;

/** Keeps the list as the uploads change it. @param onChange called when counts of collections changed */
export function useStored(onChange: () => void): void {
  const { shelf, uploads } = useContext(CorpusContext);
  useEffect(() => {
    let gathered: Stored[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      const { active, waiting } = uploads.counts.peek();
      const { state, wanted, collection } = shelf.content.peek();
      const ours = gathered.filter((one) => one.collection === collection);
      // Of a collection that was not there even the name may be unknown.
      if (state === 'missing') void shelf.open(wanted);
      else if (ours.length <= FEW && !ours.some(({ wasMoved }) => wasMoved))
        // What cannot be looked at now is seen when the list is opened again.
        for (const { collection, id } of ours) shelf.refresh(collection, id).catch(() => undefined);
      else if (active + waiting === 0) void shelf.open(wanted);
      else return start();
      gathered = [];
      onChange();
    };
    const start = () => {
      timer ??= setTimeout(look, GATHERED);
    };
    const end = uploads.onStored((stored) => {
      gathered.push(stored);
      start();
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [shelf, uploads, onChange]);
}
