/** Whether a version such as `0.35.0`, `v1.18.3-unprivileged` or `20.10.24+dfsg1` came before another. */
export function isBelow(version: string, bound: string): boolean {
  const [parts, bounds] = [numbersOf(version), numbersOf(bound)];
  for (let at = 0; at < Math.max(parts.length, bounds.length); at += 1) {
    const difference = (parts[at] ?? 0) - (bounds[at] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function numbersOf(version: string): number[] {
  const [plain = ''] = /\d+(\.\d+)*/.exec(version) ?? [];
  return plain.split('.').map(Number);
}
