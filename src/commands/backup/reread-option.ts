import type { OptionSpec } from '../spec.ts';

/** Of every backup that is made. */
export const rereadOption: OptionSpec = {
  flags: '--reread',
  summary: 'read what is stored all the same, and store anew what was damaged since',
};
