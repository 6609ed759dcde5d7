import type { OptionSpec } from './spec.ts';

/** Where backups lie. */
export const repositoryOption: OptionSpec = {
  flags: '--to <folder>',
  summary: 'repository of backups',
  default: "backup.folder, else the project's own",
  completes: 'path',
};
