import type { OptionSpec } from './spec.ts';

export const backends = ['rag', 'qa'] as const;

/** How a question is answered, as every command that asks has it. */
export const answerOptions = {
  backend: {
    flags: '--backend <backend>',
    summary: 'rag analyses the question first, qa takes it as it is',
    choices: backends,
    default: 'rag',
  },
  filter: {
    flags: '--filter <key=value>',
    summary: 'only documents with this value; the same key twice means any of them',
    repeatable: true,
    type: 'key=value',
    completes: 'filter',
  },
  topK: {
    flags: '--top-k <n>',
    summary: 'passages used, 1 to 50',
    default: '6',
    type: 'integer',
    minimum: 1,
  },
} satisfies Record<string, OptionSpec>;

/** The value of `backend`. */
export function backendOf(value: unknown): (typeof backends)[number] {
  return backends.find((backend) => backend === value) ?? 'rag';
}
