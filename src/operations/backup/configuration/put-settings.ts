import { existsSync } from 'node:fs';
import { chmod, constants, copyFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { ResolvedConfig } from '../../../config/schema.ts';
import { writeAtomic } from '../../../state/atomic-file.ts';
import { readIfThere } from '../../../state/read-if-there.ts';
import { settingsFiles } from './project-files.ts';

/** What a restore would do to a file that people write. */
export interface SettingChange {
  path: string;
  change: 'added' | 'replaced' | 'same';
  text: string;
}

/** gecko.yaml and .env of a backup against those that are here, or would be: in the working directory. */
export function settingChanges(
  saved: ReadonlyMap<string, string>,
  config: Pick<ResolvedConfig, 'file' | 'dotenv'>,
  folder = resolve('.'),
): SettingChange[] {
  return settingsFiles(config, folder).flatMap(({ name, path }) => {
    const text = saved.get(name);
    if (text === undefined) return [];
    const now = readIfThere(path);
    return [{ path, text, change: now === null ? 'added' : now === text ? 'same' : 'replaced' }];
  });
}

/** `gecko.yaml: in place of another, which stays as gecko.yaml.before-1a2b3c4d` */
export function settingLines(changes: readonly SettingChange[], id: string): string[] {
  return changes.flatMap(({ path, change }) => {
    const name = basename(path);
    if (change === 'same') return [];
    if (change === 'added') return [`${name}: it is not there now, and goes to ${path}`];
    return [`${name}: in place of another, which stays as ${basename(keptPath(path, id))}`];
  });
}

/** Writes those that differ; a file that was there stays beside it. @returns the paths that were written */
export async function putSettings(
  changes: readonly SettingChange[],
  id: string,
): Promise<string[]> {
  const written: string[] = [];
  for (const { path, change, text } of changes) {
    if (change === 'same') continue;
    const before = change === 'replaced' ? await stat(path) : null;
    if (before) await copyFile(path, keptPath(path, id), constants.COPYFILE_EXCL);
    await writeAtomic(path, text);
    if (before) await chmod(path, before.mode & 0o777);
    written.push(path);
  }
  return written;
}

/** Of a restore of the same backup before, one is there already. */
function keptPath(path: string, id: string): string {
  const first = `${path}.before-${id}`;
  let kept = first;
  for (let time = 2; existsSync(kept); time += 1) kept = `${first}-${time}`;
  return kept;
}
