import type { Vote } from './hear-signals.ts';

/**
 * Where a model runs, by what the signals stand for. One alone never decides:
 *
 * | for a card | for the CPU | fits either | then |
 * | --- | --- | --- | --- |
 * | 2 or more | 0 | any | on a card |
 * | 1 | 0 | any | unproven |
 * | 1 or more | 1 or more | any | contradicted |
 * | 0 | 2 or more | any | on the CPU |
 * | 0 | 1 | 1 or more | on the CPU |
 * | 0 | 1 | 0 | unproven |
 * | 0 | 0 | any | unproven |
 *
 * A speed that a CPU could reach supports the CPU and no card, for a slow card reaches it too; so does a
 * machine without a card that gecko knows.
 */
export function decide(votes: readonly Vote[]): 'card' | 'cpu' | 'unproven' | 'contradicted' {
  const count = (wanted: Vote) => votes.filter((vote) => vote === wanted).length;
  const [card, cpu, either] = [count('card'), count('cpu'), count('either')];
  if (card > 0 && cpu > 0) return 'contradicted';
  if (card >= 2) return 'card';
  if (card === 1) return 'unproven';
  return cpu >= 2 || (cpu === 1 && either > 0) ? 'cpu' : 'unproven';
}
