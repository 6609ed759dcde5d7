import type { Schemas } from '../api/schema.d.ts';
import type { SeenBoth } from './seen.ts';

type Report = Schemas['System']['report'];

/** A part of what gecko told, with its age now. */
export interface ToldPart<Value> {
  value: Value;
  /** Seconds, by the backend's clock, and as many more as nobody answers. */
  age: number;
  /** Older than ten minutes. */
  stale: boolean;
  /** The command that tells it anew. */
  renew: string;
  /** Not told, but seen by the backend itself as it answered. */
  isNow: boolean;
}

type ValueOf<Part extends keyof Report> = NonNullable<Report[Part]>['value'];

/** Seconds. */
const STALE = 600;

/** What the process of the embedded runtime sees whenever it is asked. */
const seenByItself: ReadonlySet<keyof Report> = new Set(['services', 'hardware', 'backups']);

/** Of what both backends know, the part that was told last; null: nobody told it. */
export function toldPart<Part extends keyof Report>(
  part: Part,
  { rag, qa }: SeenBoth,
  now: number,
): ToldPart<ValueOf<Part>> | null {
  const known = [rag, qa].flatMap(({ system, at, error }) => {
    const told = system?.report[part];
    if (!told || at === null) return [];
    const age = told.age + Math.max(0, now - at) / 1_000;
    const stale = told.stale || age > STALE;
    const isNow =
      error === null && system.runtime === 'embedded' && seenByItself.has(part) && told.age < 1;
    return [{ value: told.value, age, stale, renew: told.renew, isNow }];
  });
  return known.toSorted((a, b) => a.age - b.age)[0] ?? null;
}

/** The command that tells a part which nobody has told yet. */
export function commandFor(part: keyof Report, { rag, qa }: SeenBoth): string {
  return (rag.system ?? qa.system)?.renew[part] ?? 'gecko status';
}
