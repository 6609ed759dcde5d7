import type { System } from '../contract/system.ts';
import type { ReportPart } from '../contract/system-report.ts';
import type { KeptReport } from './report-keeper.ts';

/** Seconds after which a part may no longer be so. */
const STALE = 600;

/** The command that tells each part anew. */
export const renew: Record<ReportPart, string> = {
  services: 'gecko status',
  hardware: 'gecko up',
  models: 'gecko model list',
  doctor: 'gecko doctor',
  backups: 'gecko status',
};

/** What is seen now in the place of what was told; but no look at a machine proves where a model runs. */
export function withSeen(kept: KeptReport, { hardware, ...seen }: KeptReport): KeptReport {
  if (hardware === undefined) return { ...kept, ...seen };
  const proof = hardware.value.proof ?? kept.hardware?.value.proof ?? null;
  return { ...kept, ...seen, hardware: { ...hardware, value: { ...hardware.value, proof } } };
}

/** A kept report with the ages of its parts. @param now milliseconds since the epoch */
export function tellReport(kept: KeptReport, now: number): System['report'] {
  const told = <Part extends ReportPart>(part: Part) => {
    const found = kept[part];
    if (found === undefined) return null;
    const { at, value } = found;
    // A clock that was set back makes nothing younger than now.
    const age = Math.max(0, Math.round((now - at) / 1_000));
    return { at: new Date(at).toISOString(), age, stale: age > STALE, renew: renew[part], value };
  };
  return {
    services: told('services'),
    hardware: told('hardware'),
    models: told('models'),
    doctor: told('doctor'),
    backups: told('backups'),
  } as System['report'];
}
