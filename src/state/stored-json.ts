import { exitCodes, GeckoError } from '../errors.ts';
import { readIfThere } from './read-if-there.ts';

/**
 * A file of the state folder as an object, its schema version checked; null where there is none.
 * Nothing is ever reset silently.
 * @throws GeckoError STATE_UNREADABLE (exit 25), STATE_NEWER (exit 22)
 */
export function readStoredJson(
  path: string,
  schemaVersion: number,
): Record<string, unknown> | null {
  const text = readIfThere(path);
  if (text === null) return null;
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw unreadableState(path, 'it is not a JSON object');
  const stored = value as Record<string, unknown>;
  if (typeof stored.schemaVersion !== 'number')
    throw unreadableState(path, 'it has no schemaVersion');
  if (stored.schemaVersion > schemaVersion) throw newer(path, stored);
  return stored;
}

export function unreadableState(path: string, reason: string): GeckoError {
  return new GeckoError('STATE_UNREADABLE', `${path} is damaged: ${reason}`, {
    exitCode: exitCodes.integrity,
    hint: 'Restore the file, or move it away to begin anew; nothing was changed.',
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Said by the caller, with the path.
    return null;
  }
}

function newer(path: string, { schemaVersion, version }: Record<string, unknown>): GeckoError {
  const known = typeof version === 'string';
  const writer = known ? `gecko ${version}` : 'a newer gecko';
  return new GeckoError(
    'STATE_NEWER',
    `${path} was written by ${writer} (schema ${String(schemaVersion)}), which this gecko does not understand`,
    {
      exitCode: exitCodes.conflict,
      hint: `Use ${known ? `${writer}, or a newer one` : writer}. Nothing was changed.`,
    },
  );
}
