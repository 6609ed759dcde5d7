import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isBucket } from '../config/is-bucket.ts';
import type { Runtime } from '../runtime.ts';
import type { Report } from '../ui/ui.ts';

/** The report of a `down --volumes` that removed something, with where the project's backups are, which stay. */
export function withBackups(report: Report, { config, paths }: Runtime): Report {
  const { removed } = report.json;
  if (!Array.isArray(removed) || removed.length === 0) return report;
  const folder = config.backup.folder ?? paths.project.backups;
  // Nobody asks a bucket for it.
  const isThere = isBucket(folder) || existsSync(join(folder, 'manifests'));
  if (!isThere) return report;
  return {
    json: { ...report.json, backups: folder },
    text: (style) => `${report.text(style)}\nBackups stay, in ${folder}.`,
  };
}
