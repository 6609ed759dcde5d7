import { textOf } from './option-values.ts';
import type { OptionSpec } from './spec.ts';

const formats = ['tar.zst', 'tar.gz'] as const;

/** One file beside the repository. */
export const fileOption: OptionSpec = {
  flags: '--file <file>',
  summary: 'write the backup into one file too, which needs nothing else',
  completes: 'path',
};

/** How such a file is packed. */
export const formatOption: OptionSpec = {
  flags: '--format <format>',
  summary: 'how the file is packed',
  choices: formats,
  default: 'as its name says, else tar.zst',
};

export function formatOf(value: unknown): (typeof formats)[number] | undefined {
  const text = textOf(value);
  return formats.find((one) => one === text);
}
