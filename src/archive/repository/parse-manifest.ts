import { BACKUP_SCHEMA, Manifest } from './manifest.ts';
import type { ManifestSigner } from './manifest-signer.ts';
import { sumOf } from './manifest-text.ts';

/** Why a manifest cannot be used. */
export interface Unusable {
  kind: 'newer' | 'damaged' | 'unsigned' | 'other-key' | 'sealed';
  /** Completes "the backup cannot be used: ". */
  problem: string;
  /** Of the order, where it is known all the same. */
  counter?: number;
  /** Whose it says it is; absent where it was changed, and so may have been anybody's. */
  project?: string;
}

/**
 * What a stored manifest says, or why nothing that it says can be relied on.
 * @param signers each of which has to have signed it
 */
export function parseManifest(
  text: string,
  signers: readonly ManifestSigner[] = [],
): Manifest | Unusable {
  const value = parseObject(text);
  if (value === null) return damaged('its manifest is cut off, or was overwritten');
  const { sum, ...rest } = value;
  if (rest.kind !== 'gecko-backup') return damaged('its manifest is none of gecko');
  if (typeof rest.schemaVersion === 'number' && rest.schemaVersion > BACKUP_SCHEMA)
    return {
      kind: 'newer',
      problem: `gecko ${String(rest.version)}, which is newer, made it (schema ${rest.schemaVersion}; this one reads ${BACKUP_SCHEMA})`,
      ...(typeof rest.project === 'string' ? { project: rest.project } : {}),
    };
  if (sum !== sumOf(rest)) return damaged('its manifest was changed');
  const parsed = Manifest.safeParse(rest, { jitless: true });
  if (!parsed.success) return damaged('its manifest is not as gecko writes it');
  const { files } = parsed.data;
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size < files.length) return damaged('its manifest names a file twice');
  const { signatures: _, ...signed } = rest;
  for (const signer of signers) {
    const problem = unsigned(signed, parsed.data, signer);
    if (problem !== null) return problem;
  }
  return parsed.data;
}

/** Why a manifest does not pass as one that the holder of a key has written; null: it does. */
function unsigned(
  manifest: object,
  { signatures = [], counter, project }: Manifest,
  signer: ManifestSigner,
): Unusable | null {
  const own = signatures.find(({ key }) => key === signer.id);
  if (own)
    return signer.isRight(manifest, own)
      ? null
      : { ...damaged('its manifest was changed by somebody without the key'), counter };
  return signatures.length > 0
    ? {
        kind: 'other-key',
        problem: `its manifest is not signed with ${signer.name}, but with another key`,
        counter,
        project,
      }
    : { kind: 'unsigned', problem: 'its manifest is not signed', counter, project };
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
