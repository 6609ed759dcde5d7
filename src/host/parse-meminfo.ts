export interface MemoryFacts {
  /** Bytes. */
  total: number;
  /** Bytes that programs can have without swapping. */
  available: number;
}

/** /proc/meminfo of Linux; null where it is not one. WSL 1 and old kernels lack MemAvailable. */
export function parseMeminfo(text: string): MemoryFacts | null {
  const kibibytes = new Map(
    [...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name = '', value]) => [
      name,
      Number(value),
    ]),
  );
  const of = (name: string) => kibibytes.get(name) ?? 0;
  const total = of('MemTotal');
  if (total === 0) return null;
  const available = kibibytes.get('MemAvailable') ?? of('MemFree') + of('Buffers') + of('Cached');
  return { total: total * 1024, available: available * 1024 };
}
