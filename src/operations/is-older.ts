/**
 * Whether a version comes before another, by their numbers; what is no version is not older.
 * @param version `0.35.0`, `v1.18.3`, `0.35.0-rc1`: a candidate comes before its release
 */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [parsed(version), parsed(than)];
  if (!a || !b) return false;
  for (const place of [0, 1, 2]) {
    const [one = 0, other = 0] = [a.numbers[place], b.numbers[place]];
    if (one !== other) return one < other;
  }
  return a.isCandidate && !b.isCandidate;
}

function parsed(text: string): { numbers: number[]; isCandidate: boolean } | null {
  const [, numbers, rest] = /^v?(\d+(?:\.\d+){0,2})(-[a-z].*)?/i.exec(text) ?? [];
  if (numbers === undefined) return null;
  return { numbers: numbers.split('.').map(Number), isCandidate: rest !== undefined };
}
