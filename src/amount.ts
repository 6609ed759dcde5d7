const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/**
 * Bytes for people, in three digits: `4.00 GiB`. Every size that gecko tells is in these units, memory, disks
 * and downloads alike, so that one can be compared with another; a file of Ollama's is thus less than the
 * decimal GB that ollama.com tells.
 */
export function amount(bytes: number): string {
  let power = 0;
  while (power < units.length - 1 && bytes / 1024 ** power >= 1000) power += 1;
  const scaled = bytes / 1024 ** power;
  return `${power === 0 ? scaled : scaled.toFixed(scaled < 10 ? 2 : scaled < 100 ? 1 : 0)} ${units[power]}`;
}
