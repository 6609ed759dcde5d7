import type { Schemas } from '../api/schema.d.ts';

export type Finding = NonNullable<
  Schemas['System']['report']['doctor']
>['value']['findings'][number];

const severities = ['problem', 'warning', 'note', 'ok'];

/** What is to be done, the worst first, each severity in doctor's order; and how much is well. */
export function orderFindings(findings: readonly Finding[]): { open: Finding[]; well: Finding[] } {
  return {
    open: findings
      .filter(({ severity }) => severity !== 'ok')
      .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
    well: findings.filter(({ severity }) => severity === 'ok'),
  };
}
