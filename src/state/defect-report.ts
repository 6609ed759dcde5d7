import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

export interface DefectInput {
  /** Folder of reports. */
  folder: string;
  version: string;
  /** Name of the command; its arguments may hold questions and are left out. */
  command: string;
  error: unknown;
  /** Values that must not be in the report. */
  secrets: readonly string[];
  now: number;
}

/**
 * Writes what a developer needs to know about a defect.
 * @returns the file's path; null where it cannot be written, which must not hide the defect
 */
export function writeDefectReport(input: DefectInput): string | null {
  const time = new Date(input.now).toISOString();
  const path = join(input.folder, `${time.replace(/[:.]/g, '-')}-${process.pid}.json`);
  const text = JSON.stringify(
    {
      schemaVersion: 1,
      time,
      version: input.version,
      command: input.command,
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
      errors: chainOf(input.error),
    },
    null,
    2,
  );
  try {
    makeFolder(input.folder);
    writeFileSync(path, `${without(text, input.secrets)}\n`, { mode: 0o600 });
    return path;
  } catch {
    // The state folder may be the very thing that is broken; the error itself is still shown.
    return null;
  }
}

/** The error and its causes, innermost last. */
function chainOf(error: unknown): unknown[] {
  if (error === undefined) return [];
  if (!(error instanceof Error)) return [String(error)];
  return [
    { name: error.name, message: error.message, stack: error.stack },
    ...chainOf(error.cause),
  ];
}

function without(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length > 3)
    .reduce(
      (rest, secret) => rest.replaceAll(JSON.stringify(secret).slice(1, -1), '********'),
      text,
    );
}
