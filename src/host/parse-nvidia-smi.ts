/** One card, as nvidia-smi tells it; null where the driver does not say. */
export interface NvidiaGpu {
  index: number;
  /** `GPU-…`; null on Jetson boards, which have none. */
  uuid: string | null;
  name: string;
  /** Bytes; null where the card shares the machine's memory. */
  memory: number | null;
  driver: string | null;
  /** `8.6`; null for drivers too old to tell. */
  computeCapability: string | null;
  /** Split into instances (MIG mode); the card itself cannot be used then. */
  split: boolean;
}

/** Fields in the order asked for; the optional ones can be unknown to an old driver. */
export const nvidiaFields = [
  'index',
  'uuid',
  'name',
  'memory.total',
  'driver_version',
  'mig.mode.current',
  'compute_cap',
] as const;
export type NvidiaField = (typeof nvidiaFields)[number];

/**
 * Output of `nvidia-smi --query-gpu=FIELDS --format=csv,noheader,nounits`.
 *
 * @param fields the fields asked for: `index`, `uuid` and `name` first
 * @returns the cards that answer, and what was said in place of the others
 */
export function parseNvidiaSmi(
  output: string,
  fields: readonly NvidiaField[],
): { gpus: NvidiaGpu[]; unhealthy: string[] } {
  const gpus: NvidiaGpu[] = [];
  const unhealthy: string[] = [];
  for (const line of output.split(/\r?\n/)) {
    // Warnings stand beside cards that work, such as one of a corrupted infoROM.
    if (line.trim() === '' || /^WARNING:/i.test(line)) continue;
    const gpu = parseLine(line, fields);
    if (gpu) gpus.push(gpu);
    else unhealthy.push(line.trim());
  }
  return { gpus, unhealthy };
}

function parseLine(line: string, fields: readonly NvidiaField[]): NvidiaGpu | null {
  const parts = line.trim().split(/,\s+/);
  const index = parts[0] ?? '';
  const after = fields.length - 3;
  if (!/^\d+$/.test(index) || parts.length < fields.length) return null;
  // A comma in the name cannot be told from a separator: the name is what the others leave.
  const name = parts.slice(2, parts.length - after).join(', ');
  const rest = after === 0 ? [] : parts.slice(-after);
  const value = (field: NvidiaField) => told(rest[fields.indexOf(field) - 3]);
  if ([parts[1], name, ...rest.slice(0, 1)].some(isError)) return null;
  const mebibytes = Number(value('memory.total') ?? Number.NaN);
  return {
    index: Number(index),
    uuid: told(parts[1]),
    name,
    memory: Number.isInteger(mebibytes) && mebibytes > 0 ? mebibytes * 2 ** 20 : null,
    driver: value('driver_version'),
    // Where a locale leaks through, its decimal comma does too.
    computeCapability: value('compute_cap')?.replace(',', '.') ?? null,
    split: value('mig.mode.current') === 'Enabled',
  };
}

function told(text: string | undefined): string | null {
  if (text === undefined || isError(text)) return null;
  return /^\[?(n\/a|not supported|requested functionality has been deprecated)\]?$/i.test(text)
    ? null
    : text;
}

/** What stands for a card that does not answer its driver. */
function isError(text: string | undefined): boolean {
  return /ERR!|unknown error|gpu is lost|requires reset/i.test(text ?? '');
}
