import type { OptionSpec } from './spec.ts';

/** Where backups lie. */
export const repositoryOption: OptionSpec = {
  flags: '--to <place>',
  summary: 'repository of backups: a folder, or s3://bucket/prefix',
  default: "backup.folder, else the project's own",
  completes: 'path',
};
