import type { ReportValues } from '@gecko/core/contract/system-report';
import { clipped } from './clipped.ts';

type Doctor = ReportValues['doctor'];

/** A check with what it found, as doctor reports it. */
export interface ExaminedCheck {
  check: { id: string };
  result:
    | {
        findings: readonly {
          code: string;
          severity: Doctor['findings'][number]['severity'];
          text: string;
          consequence?: string;
          evidence?: readonly string[];
          fix?: { what: string; command: string | null };
          toldBy?: string;
        }[];
      }
    | { skipped: string };
}

/** What doctor found, the worst first; what another check tells already is left out. */
export function doctorPart(reports: readonly ExaminedCheck[]): Doctor {
  const found = reports.flatMap(({ check, result }) =>
    'skipped' in result
      ? []
      : result.findings
          .filter(({ toldBy }) => toldBy === undefined)
          .map((finding) => ({ ...finding, check: check.id })),
  );
  const rank = ['problem', 'warning', 'note', 'ok'];
  return {
    healthy: !found.some(({ severity }) => severity === 'problem'),
    checks: reports.filter(({ result }) => !('skipped' in result)).length,
    findings: found
      .toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity))
      .slice(0, 300)
      .map(({ check, code, severity, text, consequence, evidence = [], fix }) => ({
        check,
        code: clipped(code, 300),
        severity,
        message: clipped(text, 2_000),
        consequence: consequence ? clipped(consequence, 2_000) : null,
        hint: fix ? clipped(fix.what, 2_000) : null,
        command: fix?.command && fix.command.length <= 2_000 ? fix.command : null,
        evidence: evidence.slice(0, 30).map((line) => clipped(line, 500)),
      })),
  };
}
