import type { Engine, Snapshot } from '../../engine/engine.ts';
import { labelNames, type Owner, ownerLabels } from '../../stack/labels.ts';

/**
 * What a move from an old stack has to remember: kept by the engine, in the label of an empty volume, so that
 * it is there for the next gecko even where this machine has lost all.
 */
export interface AdoptMark {
  /** Compose's name of the old stack. */
  from: string;
  /** Ids of its containers that ran. */
  ran: readonly string[];
}

/** A move that was begun and not ended; null: there is none. */
export function readAdoptMark({ volumes }: Pick<Snapshot, 'volumes'>): AdoptMark | null {
  const marks = volumes.flatMap(({ labels }) => parsed(labels[labelNames.adopt]));
  const [first] = marks;
  return first ? { from: first.from, ran: [...new Set(marks.flatMap(({ ran }) => ran))] } : null;
}

/** Whatever is known already stays until the new mark is there. */
export async function writeAdoptMark(
  engine: Engine,
  owner: Owner,
  seen: Pick<Snapshot, 'volumes'>,
  mark: AdoptMark,
): Promise<void> {
  const before = marksOf(seen);
  const known = readAdoptMark(seen);
  if (known && mark.ran.every((id) => known.ran.includes(id))) return;
  const numbers = before.map((name) => Number(name.split('_').at(-1)) || 0);
  const name = `${owner.project}_adopting_${Math.max(0, ...numbers) + 1}`;
  await engine.createVolume(name, {
    ...ownerLabels(owner),
    [labelNames.adopt]: JSON.stringify({ schemaVersion: 1, ...mark }),
  });
  for (const old of before) await engine.removeVolume(old);
}

export async function removeAdoptMarks(engine: Engine, project: string): Promise<void> {
  for (const name of marksOf(await engine.snapshot(project))) await engine.removeVolume(name);
}

function marksOf({ volumes }: Pick<Snapshot, 'volumes'>): string[] {
  return volumes.flatMap(({ name, labels }) =>
    labels[labelNames.adopt] === undefined ? [] : name,
  );
}

function parsed(text: string | undefined): AdoptMark[] {
  if (text === undefined) return [];
  const { from, ran } = JSON.parse(text) as Partial<AdoptMark>;
  return [{ from: from ?? '', ran: ran ?? [] }];
}
