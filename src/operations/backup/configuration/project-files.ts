import { dirname, join } from 'node:path';
import type { Paths } from '../../../config/paths.ts';
import type { ResolvedConfig } from '../../../config/schema.ts';

/** Where a project's own files lie in a backup. */
export const PROJECT_FOLDER = 'project/';

/** A file of a project, apart from its data. */
export interface ProjectFile {
  /** Below `project/` in a backup. */
  name: string;
  /** On this machine. */
  path: string;
}

/** What people write; it belongs to a folder of theirs. */
export function settingsFiles(
  { file, dotenv }: Pick<ResolvedConfig, 'file' | 'dotenv'>,
  folder: string,
): ProjectFile[] {
  const place = file === null ? folder : dirname(file);
  return [
    { name: 'gecko.yaml', path: file ?? join(folder, 'gecko.yaml') },
    { name: '.env', path: dotenv ?? join(place, '.env') },
  ];
}

/** Which images run: beside gecko.yaml, else in the state folder. */
export function lockFile(
  { file }: Pick<ResolvedConfig, 'file'>,
  { folder }: Pick<Paths['project'], 'folder'>,
): ProjectFile {
  const name = 'gecko.lock.json';
  return { name, path: join(file === null ? folder : dirname(file), name) };
}

/** What gecko keeps of the project on this machine: its id, its secrets, its sources. */
export function stateFiles({
  state,
  token,
  qdrantKey,
  model,
  roots,
}: Paths['project']): ProjectFile[] {
  return [
    { name: 'state.json', path: state },
    { name: 'token', path: token },
    { name: 'qdrant-key', path: qdrantKey },
    { name: 'model.json', path: model },
    { name: 'roots.json', path: roots },
  ];
}
