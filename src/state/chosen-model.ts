import { readStoredJson, unreadableState } from './stored-json.ts';

const schemaVersion = 1;

/**
 * The model that `gecko up --auto-model` chose for the project; null where it chose none.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readChosenModel(path: string): string | null {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return null;
  if (typeof stored.model !== 'string' || stored.model === '')
    throw unreadableState(path, 'it has no model');
  return stored.model;
}

/** @throws GeckoError HOME_UNWRITABLE */
export async function recordChosenModel(path: string, model: string): Promise<void> {
  // Every command reads the choice, and one writes it.
  const { writeAtomic } = await import('./atomic-file.ts');
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, model })}\n`);
}
