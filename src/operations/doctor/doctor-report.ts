import type { Report, Style } from '../../ui/ui.ts';
import { wrap } from '../../ui/wrap.ts';
import { capital } from '../capital.ts';
import type { RuntimeKind } from '../choose-runtime.ts';
import { counted } from '../counted.ts';
import { oneLine } from '../one-line.ts';
import { type Finding, type Severity, severities } from './check.ts';
import { fixText } from './fix-text.ts';
import type { CheckReport } from './run-check.ts';

export interface Examination {
  project: string;
  runtime: RuntimeKind;
  reports: readonly CheckReport[];
  /** What was mended before this examination. */
  fixed: readonly string[];
}

/** Of all findings; `skipped` where there is none. */
function worstOf({ result }: CheckReport): Severity | 'skipped' {
  if ('skipped' in result) return 'skipped';
  const places = result.findings.map(({ severity }) => severities.indexOf(severity));
  return severities[Math.max(...places)] ?? 'ok';
}

export function hasProblems(reports: readonly CheckReport[]): boolean {
  return reports.some((report) => worstOf(report) === 'problem');
}

/** @param verbose evidence of all findings, what was skipped and why, and how long each check took */
export function doctorReport(
  { project, runtime, reports, fixed }: Examination,
  verbose: boolean,
): Report {
  return {
    json: {
      project,
      runtime,
      healthy: !hasProblems(reports),
      checks: reports.map(checkJson),
      fixed,
    },
    text: (style) =>
      [
        `Project ${project}, ${runtime} runtime`,
        '',
        ...reports.flatMap((report) => checkText(report, verbose, style)),
        ...skippedText(reports, verbose || sawNothing(reports), style),
        '',
        summary(reports),
      ].join('\n'),
  };
}

function checkJson(report: CheckReport) {
  const { check, result, took } = report;
  const findings = 'skipped' in result ? [] : result.findings;
  return {
    id: check.id,
    title: check.title,
    state: worstOf(report),
    milliseconds: Math.round(took),
    ...('skipped' in result ? { reason: result.skipped } : {}),
    findings: findings.map(({ code, severity, text, consequence, evidence = [], fix, toldBy }) => ({
      code,
      severity,
      text,
      consequence: consequence ?? null,
      evidence,
      fix: fix
        ? { what: fix.what, command: fix.command, automatic: fix.apply !== undefined }
        : null,
      toldBy: toldBy ?? null,
    })),
  };
}

function checkText({ check, result, took }: CheckReport, verbose: boolean, style: Style): string[] {
  if ('skipped' in result) return [];
  const time = verbose ? style.dim(` (${check.id}, ${Math.round(took)} ms)`) : '';
  const told = result.findings.filter((one) => verbose || one.toldBy === undefined);
  return told.flatMap((finding, index) =>
    findingText(finding, index === 0 ? time : '', verbose, style),
  );
}

function findingText(finding: Finding, time: string, verbose: boolean, style: Style): string[] {
  const { code, severity, text, consequence, evidence = [], fix, toldBy } = finding;
  const isGood = severity === 'ok' || severity === 'note';
  const more = (words: string) => wrap(words, style.columns, '    ', '    ');
  const shown = isGood && !verbose ? [] : evidence;
  return [
    `${mark(severity, style)} ${wrap(oneLine(text), style.columns - 2, '', '  ')}${time}`,
    ...(consequence ? [more(`${consequence}.`)] : []),
    ...shown.map((line) => style.dim(`    ${oneLine(line)}`)),
    ...(fix ? [more(`${style.bold('Mend:')} ${capital(fixText(fix))}`)] : []),
    ...(toldBy === undefined ? [] : [style.dim(`    The same as ${toldBy} tells.`)]),
    ...(isGood ? [] : [style.dim(`    gecko explain ${code}`)]),
  ];
}

function mark(severity: Severity, style: Style): string {
  const [good, bad] = style.unicode ? ['✓', '✗'] : ['ok', 'NO'];
  if (severity === 'problem') return style.red(bad);
  if (severity === 'warning') return style.yellow('!');
  return severity === 'note' ? style.blue('-') : style.green(good);
}

function sawNothing(reports: readonly CheckReport[]): boolean {
  return reports.every((report) => worstOf(report) === 'skipped');
}

/** What was not looked at, by its reason: one that is missing is told once. */
function skippedText(reports: readonly CheckReport[], verbose: boolean, style: Style): string[] {
  const byReason = new Map<string, string[]>();
  for (const { check, result } of reports) {
    if (!('skipped' in result)) continue;
    byReason.set(result.skipped, [...(byReason.get(result.skipped) ?? []), check.id]);
  }
  if (!verbose && byReason.size > 0) {
    const ids = [...byReason.values()].flat();
    return [
      '',
      style.dim(wrap(`Not looked at: ${ids.join(', ')} (--verbose says why)`, style.columns)),
    ];
  }
  return [...byReason].flatMap(([reason, ids]) => [
    style.dim(wrap(`Not looked at: ${ids.join(', ')}. ${oneLine(reason)}`, style.columns)),
  ]);
}

function summary(reports: readonly CheckReport[]): string {
  if (sawNothing(reports)) return 'Nothing was looked at.';
  const count = (severity: Severity) =>
    reports.flatMap(({ result }) =>
      'skipped' in result
        ? []
        : result.findings.filter((one) => one.severity === severity && one.toldBy === undefined),
    ).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const told = warnings === 0 ? '' : `, ${counted(warnings, 'warning')}`;
  return problems === 0 ? `No problem found${told}.` : `${counted(problems, 'problem')}${told}.`;
}
