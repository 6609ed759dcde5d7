import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../runtime.ts';
import { makeFolder } from './make-folder.ts';

/** What a run did, a line a step: for whoever asks afterwards. Nothing is decided by it. */
export interface Journal {
  write(entry: Record<string, string>): void;
  end(outcome: string): void;
}

/** Begins a new journal; one that cannot be written stops nothing. */
export function openJournal(path: string, clock: Clock): Journal {
  let isOpen = true;
  const attempt = (work: () => void) => {
    if (!isOpen) return;
    try {
      work();
    } catch {
      // A full or read-only disk: the run itself will say so where it matters.
      isOpen = false;
    }
  };
  const write = (entry: Record<string, string>) => {
    const at = new Date(clock.now()).toISOString();
    attempt(() => appendFileSync(path, `${JSON.stringify({ at, ...entry })}\n`));
  };
  attempt(() => {
    makeFolder(dirname(path));
    writeFileSync(path, '', { mode: 0o600 });
  });
  return { write, end: (outcome) => write({ outcome }) };
}
