import { BACKUP_SCHEMA, Manifest } from './manifest.ts';
import { sumOf } from './manifest-text.ts';

/** Why a manifest cannot be used. */
export interface Unusable {
  kind: 'newer' | 'damaged';
  /** Completes "the backup cannot be used: ". */
  problem: string;
}

/** What a stored manifest says, or why nothing that it says can be relied on. */
export function parseManifest(text: string): Manifest | Unusable {
  const value = parseObject(text);
  if (value === null) return damaged('its manifest is cut off, or was overwritten');
  const { sum, ...rest } = value;
  if (rest.kind !== 'gecko-backup') return damaged('its manifest is none of gecko');
  if (typeof rest.schemaVersion === 'number' && rest.schemaVersion > BACKUP_SCHEMA)
    return {
      kind: 'newer',
      problem: `gecko ${String(rest.version)}, which is newer, made it (schema ${rest.schemaVersion}; this one reads ${BACKUP_SCHEMA})`,
    };
  if (sum !== sumOf(rest)) return damaged('its manifest was changed');
  const parsed = Manifest.safeParse(rest, { jitless: true });
  if (!parsed.success) return damaged('its manifest is not as gecko writes it');
  const { files } = parsed.data;
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length) return damaged('its manifest names a file twice');
  return parsed.data;
}

function damaged(problem: string): Unusable {
  return { kind: 'damaged', problem };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : null;
  } catch {
    // Said by the caller.
    return null;
  }
}
