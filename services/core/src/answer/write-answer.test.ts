import { describe, expect, it } from 'vitest';
import type { Generator } from '../generate/port.ts';
import { writeAnswer } from './write-answer.ts';

const request = {
  question: 'How long?',
  understood: 'How long?',
  history: [],
  language: null,
  signal: new AbortController().signal,
};

async function write(text: string, stop: 'end' | 'length', quotes = false) {
  const generator: Generator = {
    info: { kind: 'ollama', model: 'thinker', reason: 'test' },
    quotes,
    async *generate() {
      yield text;
      return { omitted: 0, stop };
    },
    check: async () => ({ ok: true, detail: '' }),
  };
  const pieces = writeAnswer(generator, request, []);
  let shown = '';
  let step = await pieces.next();
  for (; !step.done; step = await pieces.next()) shown += step.value;
  return { shown, ...step.value };
}

describe('writeAnswer', () => {
  it.each([
    ['NO_ANSWER.', 'end'],
    ['NO_ANSWER', 'length'],
  ] as const)('takes %j for a refusal', async (text, stop) => {
    expect(await write(text, stop)).toMatchObject({ shown: '', refused: true });
  });

  it('takes it for one where nothing fits to be quoted', async () => {
    expect(await write('', 'end', true)).toMatchObject({ refused: true });
  });

  it('says what cut a model that has written no word', async () => {
    await expect(write('\n', 'length')).rejects.toMatchObject({
      code: 'GENERATOR_UNREACHABLE',
      message: expect.stringContaining('thinker'),
      hint: expect.stringContaining('generator.answerTokens'),
    });
  });

  it('fails where a model ended without a word', async () => {
    await expect(write('', 'end')).rejects.toMatchObject({
      code: 'GENERATOR_UNREACHABLE',
      message: 'thinker ended its answer without a word',
    });
  });

  it('keeps the words of one that was cut', async () => {
    expect(await write('Two ye', 'length')).toMatchObject({
      shown: 'Two ye',
      refused: false,
      truncated: true,
    });
  });
});
