import type { OptionSpec } from '../spec.ts';

export const labelOption: OptionSpec = {
  flags: '--label <text>',
  summary: 'a word to know the backup by',
};
