import { GeckoError } from '../../errors.ts';
import type { Check, CheckResult } from './check.ts';
import type { DoctorFacts } from './facts.ts';

/** One check with what it came to. */
export interface CheckReport {
  check: Check;
  result: CheckResult;
  /** Milliseconds. */
  took: number;
}

/**
 * Runs one check within its deadline. What it throws is a finding and no failure of doctor's; what it could
 * not look at, because something else is wrong, it skips, naming that.
 */
export async function runCheck(check: Check, facts: DoctorFacts): Promise<CheckReport> {
  const { clock, signal } = facts.runtime;
  const began = clock.monotonic();
  const late = new AbortController();
  const within = AbortSignal.any([signal, late.signal]);
  const watch = new AbortController();
  const deadline = clock
    .sleep(check.deadline, watch.signal)
    .then(() => 'late' as const)
    .catch(() => 'late' as const);
  const work = check.run(facts, within).catch((error: unknown) => told(check, error));
  const done = await Promise.race([work, deadline]);
  signal.throwIfAborted();
  if (done === 'late') late.abort(new Error('its deadline has passed'));
  watch.abort();
  const result = done === 'late' ? silence(check) : done;
  return { check, result, took: clock.monotonic() - began };
}

function told(check: Check, error: unknown): CheckResult {
  if (error instanceof GeckoError) return { skipped: error.message };
  const text = error instanceof Error ? error.message : String(error);
  const evidence = error instanceof Error ? (error.stack ?? '').split('\n').slice(1, 4) : [];
  return {
    findings: [
      {
        code: 'CHECK_FAILED',
        severity: 'warning',
        text: `The check ${check.id} itself failed: ${text}`,
        evidence: evidence.map((line) => line.trim()),
      },
    ],
  };
}

function silence({ id, deadline }: Check): CheckResult {
  return {
    findings: [
      {
        code: 'CHECK_LATE',
        severity: 'warning',
        text: `The check ${id} came to nothing within ${deadline / 1000} s`,
        consequence: 'What it looks at answers slowly or not at all',
      },
    ],
  };
}
