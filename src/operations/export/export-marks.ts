import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere } from '../../state/read-if-there.ts';

/** The file by which an export is known for one. */
export const marksFile = 'gecko-export.json';

const schemaVersion = 1;

/** What an export has written, so that the next one replaces nothing else. */
export interface ExportMarks {
  projectId: string;
  /** The mark of each file by its path. */
  files: Readonly<Record<string, string>>;
}

/** What tells whether a file is as it was written. Keyed, for secrets are among them. @param key the token */
export function markOf(content: Uint8Array, key: string): string {
  return createHmac('sha256', key).update(content).digest('hex');
}

/** Null where there are none, or none that can be read: then nothing there counts as an export's. */
export function readMarks(folder: string): ExportMarks | null {
  const text = readIfThere(join(folder, marksFile));
  if (text === null) return null;
  try {
    const { projectId, files, schemaVersion: version } = JSON.parse(text);
    const isOurs = version === schemaVersion && typeof projectId === 'string';
    return isOurs && typeof files === 'object' && files !== null ? { projectId, files } : null;
  } catch {
    // Somebody's own file, or a damaged one.
    return null;
  }
}

export function marksText(marks: ExportMarks, target: string, version: string): string {
  return `${JSON.stringify({ schemaVersion, target, version, ...marks }, null, 2)}\n`;
}
