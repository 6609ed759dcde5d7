const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/**
 * Ollama's keep_alive (`5m`, `300`, `-1`) in milliseconds; a number is one of seconds, and what is below
 * zero is for ever: null.
 */
export function milliseconds(keepAlive: string): number | null {
  const [, digits = '', unit = 's'] = /^(-?\d+)(ms|s|m|h)?$/.exec(keepAlive) ?? [];
  const amount = Number(digits);
  return amount < 0 ? null : amount * (UNITS[unit] ?? 1_000);
}
