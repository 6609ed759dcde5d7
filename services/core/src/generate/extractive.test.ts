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
      'Fines are never paid back. [1]\n\nHotels cost up to 130 euros. [1]',
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

describe('what belongs to the best sentence', () => {
  const faq = [
    ...[
      '## Which ports have to be open?',
      'Open the following ports:',
      '- 22000 for data',
      '- 21027 for discovery',
    ],
    ...[
      '## Why is the clock wrong?',
      'The battery is empty. Put in a new one and run:',
      '    hwclock --systohc',
    ],
    ...['## What does E-204 mean?', 'The server was not reached. Look at the proxy.'],
    ...['## How are pumps painted?', 'They all are green. See `colours[1]` and [4].'],
  ].join('\n\n');
  const own = [{ n: 1, title: 'FAQ', source: 'faq.md', text: faq }];

  it.each([
    [
      'Which ports are to be opened?',
      'Open the following ports: [1]\n\n22000 for data [1]\n\n21027 for discovery [1]',
    ],
    [
      'Why is my clock wrong?',
      'The battery is empty. [1]\n\nPut in a new one and run: [1]\n\n    hwclock --systohc\n[1]',
    ],
    ['What does E-204 mean?', 'The server was not reached. [1]\n\nLook at the proxy. [1]'],
    ['How are the pumps painted?', 'They all are green. [1]\n\nSee `colours[1]` and (4). [1]'],
  ])('comes along, found by its heading: %s', async (question, expected) => {
    expect(await answer(question, null, 'en', own)).toBe(expected);
  });
});

it('shows before a sentence that points back the one that it points to', async () => {
  const text =
    'Set the option frozen. This keeps the pump from being painted. The weather was nice. More follows.';
  const own = [
    { n: 1, title: 'Pump', source: 'pump.md', text },
    {
      n: 2,
      title: 'Foil',
      source: 'foil.md',
      text: 'To keep the pump from being painted, cover it.',
    },
  ];
  expect(await answer('What keeps pumps from being painted?', null, 'en', own)).toBe(
    'Set the option frozen. [1]\n\nThis keeps the pump from being painted. [1]\n\nTo keep the pump from being painted, cover it. [2]',
  );
  const it = 'The canteen is open. IT support can be reached at 555.';
  const support = [{ n: 1, title: 'IT', source: 'it.md', text: it }];
  expect(await answer('How is IT support reached?', null, 'en', support)).toBe(
    'IT support can be reached at 555. [1]',
  );
});

it('quotes of a configuration what was asked for, and not what stands before it', async () => {
  const text = 'database:\n  host: db.internal\n\nlogging:\n  level: warning';
  const own = [{ n: 1, title: 'app.yaml', source: 'conf/app.yaml', text }];
  expect(await answer('What is the logging level?', null, 'en', own)).toBe(
    '    logging:\n      level: warning\n[1]',
  );
});

async function answer(
  question: string,
  embed: Parameters<typeof createExtractiveGenerator>[1],
  language: 'en' | 'es' | null = null,
  shown = passages,
): Promise<string> {
  const { signal } = new AbortController();
  let text = '';
  for await (const piece of createExtractiveGenerator('test', embed).generate({
    question,
    understood: question,
    history: [],
    passages: shown,
    language,
    signal,
  }))
    text += piece;
  return text;
}
