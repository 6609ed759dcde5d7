import { z } from 'zod';
import type { Clock } from '../clock.ts';
import {
  type ReportPart,
  type ReportValues,
  reportParts,
  type SystemReport,
} from '../contract/system-report.ts';
import type { Log } from '../log.ts';
import { reasonOf } from '../reason-of.ts';
import type { Store } from '../store/port.ts';
import { untilAborted } from '../until-aborted.ts';

/** A part of a report, and when it was told; milliseconds since the epoch. */
export interface KeptPart<Part extends ReportPart = ReportPart> {
  at: number;
  value: ReportValues[Part];
}

export type KeptReport = { [Part in ReportPart]?: KeptPart<Part> };

/** Keeps what gecko tells of the whole system where every replica and the next process find it. */
export interface ReportKeeper {
  /** Puts parts in the place of those told before. */
  put(report: SystemReport): Promise<'store' | 'memory'>;
  /** The newest of each part, of the store and of what this process was told. Never throws. */
  read(): Promise<KeptReport>;
}

/** Milliseconds that a store has to take or give a report: whoever waits has other things to see. */
const PATIENCE = { read: 1_000, write: 3_000 };

const names = Object.keys(reportParts) as ReportPart[];
const noteName = (part: ReportPart) => `system-${part}`;

/**
 * The store is what all replicas have in common, and no volume of their own is. But it may be what is wrong:
 * so a process remembers what it has seen, tells that while the store does not answer, and hands in later
 * what could not be put there.
 */
export function createReportKeeper(
  store: Pick<Store, 'notes' | 'putNote'>,
  { clock, log }: { clock: Clock; log: Log },
): ReportKeeper {
  let known: KeptReport = {};
  const waiting = new Set<ReportPart>();
  return {
    async put(report) {
      const at = clock.now();
      for (const part of names) {
        if (report[part] === undefined) continue;
        known = { ...known, [part]: { at, value: report[part] } };
        waiting.add(part);
      }
      return (await handIn()) ? 'store' : 'memory';
    },
    async read() {
      try {
        const notes = await inTime(store.notes(), PATIENCE.read);
        for (const part of names) take(part, notes.get(noteName(part)));
        if (waiting.size > 0) await handIn();
      } catch (error) {
        log('info', 'the reports in the store cannot be read', { reason: reasonOf(error) });
      }
      return known;
    },
  };

  function take(part: ReportPart, text: string | undefined): void {
    const kept = text === undefined ? null : parsed(part, text);
    if (kept && kept.at > (known[part]?.at ?? Number.NEGATIVE_INFINITY)) {
      known = { ...known, [part]: kept };
      waiting.delete(part);
    }
  }

  /** @returns whether the store has everything now */
  async function handIn(): Promise<boolean> {
    try {
      for (const part of [...waiting]) {
        const kept = known[part];
        await inTime(store.putNote(noteName(part), JSON.stringify(kept)), PATIENCE.write);
        // It may have been told anew meanwhile.
        if (known[part] === kept) waiting.delete(part);
      }
    } catch (error) {
      log('info', 'a report could not be put into the store', { reason: reasonOf(error) });
    }
    return waiting.size === 0;
  }

  function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
    const over = new AbortController();
    const done = new AbortController();
    clock.sleep(milliseconds, done.signal).then(
      () => over.abort(new Error(`no answer within ${milliseconds / 1_000} s`)),
      () => {},
    );
    return untilAborted(work, over.signal).finally(() => done.abort());
  }
}

/** Null for what another version wrote in another form. */
function parsed<Part extends ReportPart>(part: Part, text: string): KeptPart<Part> | null {
  try {
    const schema = z.object({ at: z.number(), value: reportParts[part] });
    return schema.parse(JSON.parse(text)) as KeptPart<Part>;
  } catch {
    // What is told next takes its place.
    return null;
  }
}
