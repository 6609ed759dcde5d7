import type { OptionSpec } from './spec.ts';

/** Which language models are meant. */
export const modelsOption: OptionSpec = {
  flags: '--models <names>',
  summary: 'only these language models, with commas between them',
  default: 'all',
  repeatable: true,
  completes: 'model',
};
