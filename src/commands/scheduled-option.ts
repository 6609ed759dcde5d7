import type { OptionSpec } from './spec.ts';

/** Given by what `gecko backup schedule` prints. */
export const scheduledOption: OptionSpec = {
  flags: '--scheduled',
  summary: 'made by a schedule, and not by a person: status and doctor tell them apart',
};
