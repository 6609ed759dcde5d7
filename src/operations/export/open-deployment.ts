import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere } from '../../state/read-if-there.ts';
import { type ExportMarks, readMarks } from './export-marks.ts';

/** Whose an export is: a project of its own, with keys of its own. */
export interface Deployment {
  projectId: string;
  secrets: { token: string; qdrantKey: string };
  /** Of the export that lies in the folder already; null where there is none. */
  marks: ExportMarks | null;
}

/**
 * The deployment of an export, which stays the same when it is exported again. Its keys are not those of
 * the project here: whoever has the one may not do anything to the other.
 *
 * @param keys folder in it where a backend's files lie
 */
export function openDeployment(folder: string, keys: string): Deployment {
  const marks = readMarks(folder);
  const read = (name: string) => keyIn(readIfThere(join(folder, keys, name)));
  return {
    projectId: marks?.projectId ?? randomUUID(),
    secrets: {
      token: read('token') ?? newKey(),
      qdrantKey: read('qdrant-key') ?? newKey(),
    },
    marks,
  };
}

/** 256 random bits. */
function newKey(): string {
  return randomBytes(32).toString('base64url');
}

function keyIn(text: string | null): string | null {
  const key = text?.trim() ?? '';
  return /^[A-Za-z0-9_-]{32,}$/.test(key) ? key : null;
}
