import { textsOf } from './option-values.ts';
import type { OptionSpec } from './spec.ts';

/** Which language models are meant. */
export const modelsOption: OptionSpec = {
  flags: '--models <names>',
  summary: 'only these language models, with commas between them',
  default: 'all',
  repeatable: true,
  completes: 'model',
};

/** Names in the value of that option. */
export function modelsOf(value: unknown): string[] {
  return textsOf(value).flatMap((names) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  );
}
