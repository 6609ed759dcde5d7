import { rmSync } from 'node:fs';
import { readStoredJson } from './stored-json.ts';

const schemaVersion = 1;

/** What was asked of one `gecko up` alone, beyond the configuration. */
export interface LastUp {
  model?: string;
  expose?: boolean;
  insecure?: boolean;
  /** As `--profile` has it; `auto` for `--auto-gpu`, too. */
  profile?: string;
  /** As `--gpus` has it. */
  gpus?: string;
}

/** @throws GeckoError STATE_UNREADABLE, STATE_NEWER */
export function readLastUp(path: string): LastUp {
  const { model, expose, insecure, profile, gpus } = readStoredJson(path, schemaVersion) ?? {};
  return {
    ...(typeof model === 'string' ? { model } : {}),
    ...(typeof expose === 'boolean' ? { expose } : {}),
    ...(typeof insecure === 'boolean' ? { insecure } : {}),
    ...(typeof profile === 'string' ? { profile } : {}),
    ...(typeof gpus === 'string' ? { gpus } : {}),
  };
}

/** @throws GeckoError HOME_UNWRITABLE */
export async function recordLastUp(path: string, asked: LastUp): Promise<void> {
  if (Object.keys(asked).length === 0) return rmSync(path, { force: true });
  const { writeAtomic } = await import('./atomic-file.ts');
  await writeAtomic(path, `${JSON.stringify({ schemaVersion, ...asked })}\n`);
}
