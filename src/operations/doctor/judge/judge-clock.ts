import type { Finding } from '../check.ts';

export interface Clocks {
  /** This machine's, milliseconds since the epoch. */
  now: number;
  /** By how much the engine's is before it; null where it is not known. */
  engineAhead: number | null;
  /** The newest file that gecko wrote; null where there is none. */
  newest: { path: string; modified: number } | null;
}

/** Milliseconds; less than that nobody notices. */
const most = 60_000;

/** Whether this machine's clock agrees with the engine's, and with what was written before. */
export function judgeClock({ now, engineAhead, newest }: Clocks): Finding[] {
  const fix = { what: 'set the clock (timedatectl set-ntp true)', command: null };
  const findings: Finding[] = [];
  if (engineAhead !== null && Math.abs(engineAhead) > most) {
    const word = engineAhead > 0 ? 'before' : 'behind';
    findings.push({
      code: 'CLOCK_APART',
      severity: 'warning',
      text: `The clock of the engine's machine is ${span(engineAhead)} ${word} this one's`,
      consequence: 'Times of logs and backups do not fit together; certificates may seem not valid',
      fix,
    });
  }
  if (newest !== null && newest.modified - now > most)
    findings.push({
      code: 'CLOCK_BEHIND',
      severity: 'warning',
      text: `This machine's clock is behind what gecko wrote before, by ${span(newest.modified - now)}`,
      consequence: 'The order of backups and of ingested documents is not what it seems',
      evidence: [
        `${newest.path} was written at ${new Date(newest.modified).toISOString()}, and it is ${new Date(now).toISOString()}`,
      ],
      fix,
    });
  if (findings.length > 0) return findings;
  const text =
    engineAhead === null
      ? 'The clock is not behind what gecko wrote before'
      : "The clocks of this machine and of the engine's agree";
  return [{ code: 'CLOCK', severity: 'ok', text }];
}

function span(milliseconds: number): string {
  const seconds = Math.abs(milliseconds) / 1_000;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} minutes`;
  return seconds < 172_800
    ? `${Math.round(seconds / 3_600)} hours`
    : `${Math.round(seconds / 86_400)} days`;
}
