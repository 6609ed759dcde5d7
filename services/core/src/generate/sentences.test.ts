import { describe, expect, it } from 'vitest';
import { sentences } from './sentences.ts';

const texts = (passage: string) => sentences(passage).map(({ kind, text }) => `${kind}: ${text}`);

describe('sentences', () => {
  it('joins the lines of a paragraph and cuts it into sentences', () => {
    expect(texts('# Title\n\nOne thing\nis so. Another **is**  not.')).toEqual([
      'prose: One thing is so.',
      'prose: Another is not.',
    ]);
  });

  it('keeps list items whole, with the lines that belong to them', () => {
    expect(texts('Steps:\n\n1. Stop it\n   and wait\n2. Start [it](x.md)')).toEqual([
      'prose: Steps:',
      'item: Stop it and wait',
      'item: Start it',
    ]);
  });

  it('keeps code as it stands', () => {
    expect(texts('Run:\n\n```sh\ngecko up\n\n  gecko ask\n```\n')).toEqual([
      'prose: Run:',
      'code: gecko up\n\n  gecko ask',
    ]);
    expect(texts('Run:\n\n    gecko up\n    gecko ask\n\nDone.')).toEqual([
      'prose: Run:',
      'code: gecko up\ngecko ask',
      'prose: Done.',
    ]);
  });

  it('keeps the inner indentation of code, and records apart', () => {
    expect(texts('Set:\n\n    ports:\n      rag: 1\n        deep: 2\n')).toEqual([
      'prose: Set:',
      'code: ports:\n  rag: 1\n    deep: 2',
    ]);
    expect(texts('sku; price\nsku: A1; price: 3 EUR.\nsku: A2; price: 4 EUR.')).toEqual([
      'prose: sku; price',
      'row: sku: A1; price: 3 EUR.',
      'row: sku: A2; price: 4 EUR.',
    ]);
  });

  it('reads table rows without the header', () => {
    expect(texts('| code | meaning |\n| --- | --- |\n| 0 | ok |\n| 1 | failure |')).toEqual([
      'row: 0 · ok',
      'row: 1 · failure',
    ]);
  });

  it('leaves out directives of documentation tools, comments and pictures', () => {
    expect(
      texts('{* ../../src/a.py hl[1] *}\n\n/// note\n\nRead this.\n\n///\n<!-- x -->\n![](a.png)'),
    ).toEqual(['prose: Read this.']);
  });

  it.each([
    ['Use pg_restore -d <database> -U <user> now.', 'Use pg_restore -d <database> -U <user> now.'],
    ['It is a List<String> of Map<K, V>.', 'It is a List<String> of Map<K, V>.'],
    ['Set `<path>` in `a.<b>c</b>` once.', 'Set `<path>` in `a.<b>c</b>` once.'],
    ['Press <kbd>Ctrl</kbd>, <b>now</b>.<br/>', 'Press Ctrl, now.'],
    ['<Tip>Do it.</Tip>', 'Do it.'],
    ['<Tabs items={x} /> Choose. <a href="x">One</a> of them.', 'Choose.'],
  ])('leaves out tags, and no placeholder: %s', (passage, text) => {
    expect(sentences(passage)[0]?.text).toBe(text);
  });

  it('does not cut code that is in a line', () => {
    expect(texts('Give `ssh://<user>@<host>/./<repo>. Now` or `**x**` to it. Then go.')).toEqual([
      'prose: Give `ssh://<user>@<host>/./<repo>. Now` or `**x**` to it.',
      'prose: Then go.',
    ]);
    expect(texts('- Give ``a `b` <c>`` to it')).toEqual(['item: Give ``a `b` <c>`` to it']);
  });
});
