/** Bytes as Compose reads them: `4g`, `256m`, `1000b`. */
export function bytesText(bytes: number): string {
  const units = ['g', 'm', 'k'] as const;
  const at = units.findIndex((_, index) => bytes % 1024 ** (3 - index) === 0);
  const unit = units[at];
  return unit === undefined ? `${bytes}b` : `${bytes / 1024 ** (3 - at)}${unit}`;
}
