import { type Finding, severities } from './check.ts';
import type { CheckReport } from './run-check.ts';

/**
 * The same trouble is told once. Of findings about the same thing, those of the first check in the list
 * stand; what later checks see of it, and is no worse, is marked as told by that one.
 */
export function markEchoes(reports: readonly CheckReport[]): CheckReport[] {
  const told = new Map<string, { id: string; rank: number }>();
  return reports.map((report) => {
    const { check, result } = report;
    if ('skipped' in result) return report;
    const findings = result.findings.map((finding): Finding => {
      const { about, severity } = finding;
      const rank = severities.indexOf(severity);
      if (about === undefined || severity === 'ok') return finding;
      const first = told.get(about);
      if (first && first.id !== check.id && rank <= first.rank)
        return { ...finding, toldBy: first.id };
      if (!first || first.id === check.id)
        told.set(about, { id: check.id, rank: Math.max(rank, first?.rank ?? 0) });
      return finding;
    });
    return { ...report, result: { ...result, findings } };
  });
}
