import type { OptionSpec } from './spec.ts';

/** `--collection`, as every command that reads or writes the corpus has it. */
export const collectionOption: OptionSpec = {
  flags: '--collection <name>',
  summary: 'collection to use',
  default: 'the key corpus.collection',
  type: 'collection',
  completes: 'collection',
};
