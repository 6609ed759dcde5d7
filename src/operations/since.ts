import { exitCodes, GeckoError } from '../errors.ts';

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/**
 * `--since` and `--until` as Docker has them: a duration before now (`10m`, `1h30m`) or a time (RFC 3339,
 * or a date).
 *
 * @param now milliseconds since the epoch
 * @param flag for the error
 * @returns seconds since the epoch
 * @throws GeckoError USAGE (exit 2)
 */
export function parseSince(text: string, now: number, flag = '--since'): number {
  const seconds = secondsOf(text, now);
  if (Number.isNaN(seconds)) throw usage(`${flag} ${text} is neither a duration nor a time`, flag);
  // False of NaN, too: that is beyond all that a Date can hold. Years of the log have four digits.
  if (!(new Date(seconds * 1_000).getUTCFullYear() <= 9_999))
    throw usage(`${flag} ${text} is out of range`, flag);
  return seconds;
}

/** NaN where it is neither. */
function secondsOf(text: string, now: number): number {
  if (/^(\d+[smhd])+$/.test(text)) {
    const parts = [...text.matchAll(/(\d+)([smhd])/g)];
    const seconds = parts.reduce(
      (sum, [, n, unit = '']) => sum + Number(n) * (units[unit] ?? 0),
      0,
    );
    return now / 1_000 - seconds;
  }
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  return Date.parse(text) / 1_000;
}

function usage(message: string, flag: string): GeckoError {
  return new GeckoError('USAGE', message, {
    exitCode: exitCodes.usage,
    hint: `For example ${flag} 10m or ${flag} 2026-01-31T12:00:00Z; a number alone is seconds since 1970.`,
  });
}
