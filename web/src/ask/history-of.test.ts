import { expect, it } from 'vitest';
import type { Turn } from './conversation.ts';
import { historyOf } from './history-of.ts';

const turn = (question: string, answer: string, status = 'done') =>
  ({ question, answer, status }) as Turn;

it('sends answered turns alone, oldest first', () => {
  const turns = [turn('a?', 'A'), turn('b?', ' ', 'failed'), turn('c?', 'half', 'stopped')];
  expect(historyOf(turns).map(({ content }) => content)).toEqual(['a?', 'A', 'c?', 'half']);
});

it('keeps within what the contract takes', () => {
  const history = historyOf(
    Array.from({ length: 200 }, (_, i) => turn(`${i}?`, 'x'.repeat(30_000))),
  );
  expect(history.length).toBeLessThanOrEqual(100);
  expect(history.at(-2)?.content).toBe('199?');
  expect(Math.max(...history.map(({ content }) => content.length))).toBe(20_000);
});
