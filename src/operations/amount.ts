const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** Bytes for people, in three digits: `4.00 GiB`. */
export function amount(bytes: number): string {
  let power = 0;
  while (power < units.length - 1 && bytes / 1024 ** power >= 1000) power += 1;
  const scaled = bytes / 1024 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)} ${units[power]}`;
}
