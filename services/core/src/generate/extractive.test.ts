import { describe, expect, it } from 'vitest';
import { createExtractiveGenerator } from './extractive.ts';
import type { Passage } from './port.ts';

const passages: Passage[] = [
  {
    n: 1,
    title: 'Travel',
    source: 'handbook/travel.md',
    text: 'Keep every receipt. Fines are never paid back. Hotels cost up to 130 euros.',
  },
  { n: 2, title: 'Warranty', source: 'handbook/warranty.md', text: 'The pump lasts ten years.' },
];

describe('the extractive answer', () => {
  it('is the sentences that have the words of the question, each with its passage', async () => {
    expect(await answer('What do hotels cost?', null)).toBe('Hotels cost up to 130 euros. [1]');
    expect(await answer('How long does the pump last?', null)).toBe(
      'The pump lasts ten years. [2]',
    );
  });

  it('is those near in meaning where no sentence has the words', async () => {
    const embed = async (texts: readonly string[]) =>
      texts.map((text) => Float32Array.from(/speeding|Fines/.test(text) ? [1, 0] : [0, 1]));
    expect(await answer('Who pays a speeding ticket?', embed)).toBe(
      'Fines are never paid back. [1]',
    );
  });

  it('asks no vectors for a question in Spanish, which the model does not know', async () => {
    const embed = async () => {
      throw new Error('not wanted');
    };
    expect(await answer('¿Cuánto cuesta el hotel?', embed, 'es')).toContain('[1]');
  });

  it('stops when nobody reads any more', async () => {
    const controller = new AbortController();
    controller.abort(new Error('left'));
    const { signal } = controller;
    const pieces = createExtractiveGenerator('test', null).generate({
      question: 'pump?',
      understood: 'pump?',
      history: [],
      passages,
      language: null,
      signal,
    });
    await expect(pieces.next()).rejects.toThrow('left');
  });
});

async function answer(
  question: string,
  embed: Parameters<typeof createExtractiveGenerator>[1],
  language: 'en' | 'es' | null = null,
): Promise<string> {
  const { signal } = new AbortController();
  let text = '';
  for await (const piece of createExtractiveGenerator('test', embed).generate({
    question,
    understood: question,
    history: [],
    passages,
    language,
    signal,
  }))
    text += piece;
  return text;
}
