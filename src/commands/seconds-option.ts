import type { OptionSpec } from './spec.ts';

/** How long a container has to end, as every command that stops some has it. */
export const secondsOption: OptionSpec = {
  flags: '-t, --timeout <seconds>',
  runtime: 'docker',
  summary: 'until a container that does not end is killed',
  default: "its service's own",
  type: 'integer',
};
