import type { SeenBoth } from './seen.ts';
import { toldPart } from './told-parts.ts';

export interface ToldTrouble {
  kind: 'problems' | 'backup' | 'overdue';
  count: number;
  /** Seconds since it was so, or was told. */
  age: number;
  /** The part of the view that has more of it. */
  part: 'doctor' | 'backups';
}

/** What was wrong when gecko looked, of which nothing can be seen live. */
export function toldTroubles(seen: SeenBoth, now: number): ToldTrouble[] {
  const doctor = toldPart('doctor', seen, now);
  const problems = doctor?.value.findings.filter(({ severity }) => severity === 'problem') ?? [];
  const backups = toldPart('backups', seen, now)?.value;
  const [last] = backups?.backups ?? [];
  const overdue = backups?.schedule?.overdueSince ?? null;
  const since = (at: string) => Math.max(0, (now - Date.parse(at)) / 1_000);
  return [
    ...(doctor && problems.length > 0
      ? [
          {
            kind: 'problems' as const,
            count: problems.length,
            age: doctor.age,
            part: 'doctor' as const,
          },
        ]
      : []),
    ...(last?.problem
      ? [{ kind: 'backup' as const, count: 1, age: since(last.at), part: 'backups' as const }]
      : []),
    ...(overdue
      ? [{ kind: 'overdue' as const, count: 1, age: since(overdue), part: 'backups' as const }]
      : []),
  ];
}
