import { amount } from '../../../amount.ts';
import type { Finding } from '../check.ts';

export interface LookedMemory {
  model: string;
  /** Bytes that it takes, less what lies on a graphics card. */
  need: number;
  /** Of the container that loads it; null: none. */
  limit: number | null;
  /** Of the machine that loads it. */
  machine: number;
  /** For people: `the engine's machine`. */
  where: string;
  /** A graphics card may take it, or a part of it. */
  mayHaveCard: boolean;
}

/** For everything else on the machine. */
const others = 2 ** 30;

/** Whether the chosen model can be loaded, both figures named. */
export function judgeMemory(looked: LookedMemory): Finding {
  const { model, need, limit, machine, where, mayHaveCard } = looked;
  const needs =
    need === 0
      ? `${model} lies wholly on the graphics card`
      : `${model} needs about ${amount(need)}`;
  const severity = mayHaveCard ? 'warning' : 'problem';
  const consequence = mayHaveCard
    ? 'What does not fit on the graphics card is not loaded, and then no answer is written'
    : 'It cannot be loaded: no answer is written, and sentences of the documents are shown instead';
  if (machine < need)
    return {
      code: 'MEMORY_SHORT',
      severity,
      text: `${needs}, and ${where} has ${amount(machine)}`,
      consequence,
      fix: { what: 'choose a smaller model (model in gecko.yaml)', command: null },
    };
  if (limit !== null && limit < need)
    return {
      code: 'MEMORY_SHORT',
      severity,
      text: `${needs}, and services.ollama.limits.memory allows ${amount(limit)}`,
      consequence,
      fix: {
        what: `raise services.ollama.limits.memory to ${amount(need)} or more, or choose a smaller model, then bring it up`,
        command: 'gecko up',
      },
    };
  if (machine < need + others)
    return {
      code: 'MEMORY_TIGHT',
      severity: 'warning',
      text: `${needs} of the ${amount(machine)} that ${where} has`,
      consequence: `Less than ${amount(others)} is left for all the rest, so the machine may swap, or end programs`,
      fix: { what: 'choose a smaller model (model in gecko.yaml)', command: null },
    };
  const bound =
    limit === null ? `${where} has ${amount(machine)} of memory` : `it may have ${amount(limit)}`;
  return { code: 'MEMORY', severity: 'ok', text: `${needs}, and ${bound}` };
}
