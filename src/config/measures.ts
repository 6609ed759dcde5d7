const durations = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
const sizes = {
  B: 1,
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  // As Docker and Compose have them.
  K: 2 ** 10,
  M: 2 ** 20,
  G: 2 ** 30,
} as const;

/** `90s`, `30m`, `2h`, `500ms`, or a number of seconds, in milliseconds; null where it is none of them. */
export function parseDuration(text: string | number): number | null {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(String(text));
  const unit = (match?.[2] ?? 's') as keyof typeof durations;
  return match ? Math.round(Number(match[1]) * durations[unit]) : null;
}

/** `64MiB`, `10MB`, `4G` as Docker means it, or a number of bytes, in bytes; null where it is none of them. */
export function parseSize(text: string | number): number | null {
  const match = /^(\d+(?:\.\d+)?)\s?(B|[KMG]i?B|[KMGkmg])?$/.exec(String(text));
  const unit = (match?.[2] ?? 'B').replace(/^[kmg]$/, (one) =>
    one.toUpperCase(),
  ) as keyof typeof sizes;
  return match ? Math.round(Number(match[1]) * sizes[unit]) : null;
}
