import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { writeAtomic } from './atomic-file.ts';
import { readStoredJson, unreadableState } from './stored-json.ts';

const schemaVersion = 1;

/** What chooses an engine, and what belongs to the choice. */
const variables = [
  'DOCKER_HOST',
  'DOCKER_CONTEXT',
  'DOCKER_CONFIG',
  'DOCKER_TLS',
  'DOCKER_TLS_VERIFY',
  'DOCKER_CERT_PATH',
];
const folders = ['DOCKER_CONFIG', 'DOCKER_CERT_PATH'];

/**
 * The variables that chose the engine on which the project was brought up; null where none did.
 * @throws GeckoError STATE_UNREADABLE, STATE_NEWER
 */
export function readRecordedEngine(path: string): Record<string, string> | null {
  const stored = readStoredJson(path, schemaVersion);
  if (stored === null) return null;
  const { chosenBy } = stored;
  if (typeof chosenBy !== 'object' || chosenBy === null)
    throw unreadableState(path, 'it has no chosenBy');
  const entries = Object.entries(chosenBy).filter(
    ([name, value]) => variables.includes(name) && typeof value === 'string',
  );
  return Object.fromEntries(entries);
}

/**
 * Records which variables choose the engine; where none of them is set the record stays as it is, and
 * DOCKER_CONTEXT=default takes it back. @throws GeckoError HOME_UNWRITABLE
 */
export async function recordEngine(
  path: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const { DOCKER_HOST: host = '', DOCKER_CONTEXT: context = '' } = env;
  if (host === '' && context === '') return;
  if (host === '' && context === 'default') return rmSync(path, { force: true });
  const chosenBy = Object.fromEntries(
    variables.flatMap((name) => {
      const value = env[name] ?? '';
      if (value === '') return [];
      return [[name, folders.includes(name) ? resolve(value) : value]];
    }),
  );
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, chosenBy })}\n`);
}
