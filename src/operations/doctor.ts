import type { SystemReport } from '@gecko/core/contract/system-report';
import { exitCodes, GeckoError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Runtime } from '../runtime.ts';
import { doctorPart } from '../system/doctor-part.ts';
import type { Report } from '../ui/ui.ts';
import { capital } from './capital.ts';
import { type RuntimeKind, runtimeForUp, runtimeOf } from './choose-runtime.ts';
import type { Check, Finding } from './doctor/check.ts';
import { doctorReport, hasProblems } from './doctor/doctor-report.ts';
import { type DoctorFacts, doctorFacts } from './doctor/facts.ts';
import { fixText } from './doctor/fix-text.ts';
import { markEchoes } from './doctor/mark-echoes.ts';
import { type CheckReport, runCheck } from './doctor/run-check.ts';
import { reportSystem, type ToldBefore } from './report-system.ts';
import { hardwareProven } from './system/hardware-proven.ts';

export interface DoctorInput {
  /** Ids of checks; empty: all. */
  only: readonly string[];
  skip: readonly string[];
  /** Mends what can be mended, asked for each, and looks again. */
  fix: boolean;
  verbose: boolean;
}

/**
 * Looks at everything that the project stands on, all of it side by side. Changes nothing without `fix`.
 * @param all the checks there are; without them, gecko's own
 * @returns the report, and whether it has problems
 * @throws GeckoError USAGE (exit 2) for a check that there is not or where none is left, CONFIRMATION_NEEDED (5), RUNTIME_OTHER (22)
 */
export async function doctor(
  { only, skip, fix, verbose }: DoctorInput,
  runtime: Runtime,
  all?: readonly Check[],
): Promise<{ report: Report; problems: boolean }> {
  const { project } = runtime.config;
  // Before what the checks stand on is loaded, which takes longer than a person likes to wait for a sign.
  runtime.ui.event({ type: 'step', text: `Examining project ${project}` });
  const known = all ?? (await import('./doctor/checks.ts')).checks;
  for (const id of [...only, ...skip])
    if (!known.some((check) => check.id === id)) throw unknown(id, known);
  const wanted = known.filter(
    ({ id }) => (only.length === 0 || only.includes(id)) && !skip.includes(id),
  );
  if (wanted.length === 0) throw nothingLeft();
  const kind = await examinedKind(runtime);
  let examined = await examine(wanted, kind, runtime);
  const fixed = fix ? await mend(examined.reports, runtime) : [];
  if (fixed.length > 0) examined = await examine(wanted, kind, runtime);
  const { reports } = examined;
  // A part of the checks would stand there for all of them.
  if (wanted.length === known.length)
    await reportSystem((before) => seenByDoctor(examined, before), runtime);
  return {
    report: doctorReport({ project, runtime: kind, reports, fixed }, verbose),
    problems: hasProblems(reports),
  };
}

async function seenByDoctor(
  { reports, facts }: Examined,
  before: ToldBefore,
): Promise<SystemReport> {
  const { kind, runtime } = facts;
  const proof = reports.map(({ result }) => ('proof' in result ? result.proof : undefined));
  const [proven] = proof.filter((one) => one !== undefined);
  const hardware = proven ? await hardwareProven(proven, facts, before) : null;
  const seen = { doctor: doctorPart(reports), ...(hardware ? { hardware } : {}) };
  if (kind === 'embedded') return seen;
  const { servicesNow } = await import('./system/services-now.ts');
  return { ...seen, services: await servicesNow(await facts.engine(), runtime) };
}

/** Of a project that is nowhere yet, where `gecko up` would bring it: what is in its way is worth telling. */
async function examinedKind(runtime: Runtime): Promise<RuntimeKind> {
  if ((await runtimeOf(runtime)) === 'docker') return 'docker';
  try {
    return (await runtimeForUp(null, runtime)).kind;
  } catch (error) {
    // An engine that was named by mistake is what the check of it tells.
    if (error instanceof GeckoError && error.details.isMistaken === true) return 'docker';
    throw error;
  }
}

interface Examined {
  reports: CheckReport[];
  /** What the checks have looked at. */
  facts: DoctorFacts;
}

async function examine(
  wanted: readonly Check[],
  kind: RuntimeKind,
  runtime: Runtime,
): Promise<Examined> {
  const { ui } = runtime;
  const facts = doctorFacts(kind, runtime);
  let done = 0;
  const reports = await Promise.all(
    wanted.map(async (check) => {
      const report = check.runtimes.includes(kind)
        ? await runCheck(check, facts)
        : { check, result: { skipped: `The ${kind} runtime has no such thing` }, took: 0 };
      done += 1;
      const total = wanted.length;
      ui.event({ type: 'progress', id: 'doctor', text: 'Checks', done, total, unit: 'items' });
      return report;
    }),
  );
  ui.event({ type: 'progress-end', id: 'doctor' });
  return { reports: markEchoes(reports), facts };
}

/** Asks about each thing that can be mended, and does it; what one fix says twice is done once. */
async function mend(reports: readonly CheckReport[], { ui }: Runtime): Promise<string[]> {
  const bad = reports
    .flatMap(({ result }) => ('skipped' in result ? [] : result.findings))
    .filter(({ severity }) => severity === 'problem' || severity === 'warning')
    .filter(({ toldBy }) => toldBy === undefined);
  const fixes = new Map(bad.flatMap((finding) => fixOf(finding)));
  const fixed: string[] = [];
  for (const [words, { apply, text }] of fixes) {
    if (!apply) {
      ui.event({ type: 'note', text: `${text}. This is yours to do: ${words}` });
      continue;
    }
    if (!(await ui.confirm(`${text}. ${capital(words)}?`, '--yes'))) continue;
    ui.event({ type: 'step', text: capital(words) });
    try {
      await apply();
      fixed.push(words);
    } catch (error) {
      if (!(error instanceof GeckoError)) throw error;
      ui.event({ type: 'warning', text: `That did not work: ${error.message}` });
    }
  }
  return fixed;
}

function fixOf({ text, fix }: Finding) {
  if (!fix) return [];
  const { apply } = fix;
  return [[fixText(fix), { text, ...(apply ? { apply } : {}) }] as const];
}

function nothingLeft(): GeckoError {
  return new GeckoError('USAGE', 'No check is left: --skip names all that --only does', {
    exitCode: exitCodes.usage,
    hint: 'Leave one of them out.',
  });
}

function unknown(id: string, all: readonly Check[]): GeckoError {
  const ids = all.map((check) => check.id);
  const meant = nearest(id, ids);
  return new GeckoError('USAGE', `There is no check ${id}`, {
    exitCode: exitCodes.usage,
    hint: meant === null ? `The checks are: ${ids.join(', ')}` : `Did you mean ${meant}?`,
  });
}
