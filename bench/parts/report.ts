/** Prints a measured ratio beside its limit. */
export function report(
  name: string,
  ratio: number,
  bound: 'at least' | 'at most',
  limit: number,
): void {
  const met = bound === 'at least' ? ratio >= limit : ratio <= limit;
  console.log(`${name}: ${ratio.toFixed(3)} (${bound} ${limit}, ${met ? 'ok' : 'missed'})`);
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
