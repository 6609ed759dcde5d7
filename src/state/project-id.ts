import { readStoredJson } from './stored-json.ts';

/** The random id of the project whose recorded state this is; null where it was never used. */
export function readProjectId(path: string): string | null {
  const id = readStoredJson(path, 1)?.projectId;
  return typeof id === 'string' ? id : null;
}
