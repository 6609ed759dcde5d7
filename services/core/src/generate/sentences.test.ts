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

  it('keeps yes and no with what they answer', () => {
    expect(texts('No. The IDs are no secret. Yes! It is so.')).toEqual([
      'prose: No. The IDs are no secret.',
      'prose: Yes! It is so.',
    ]);
  });

  it('shows what references of HTML stand for, and no tag or control of a terminal made of them', () => {
    const text = '**&lt;code&gt;** &amp; &#8805;&nbsp;2, `&lt;`, &#27;[31m &nosuch; &#x110000;';
    const shown = (path: string) => sentences(text, path).map((piece) => piece.text);
    expect(shown('a.md')).toEqual(['<code> & ≥ 2, `&lt;`, &#27;[31m &nosuch; &#x110000;']);
    expect(shown('a.html')).toEqual([text.replaceAll('*', '')]);
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

  it.each([
    [
      'The voltage is max. 24 V. See Fig. 3. Done.',
      ['The voltage is max. 24 V.', 'See Fig. 3.', 'Done.'],
    ],
    ['El Sr. García aprueba. Véase art. 5.', ['El Sr. García aprueba.', 'Véase art. 5.']],
    ['The limit is 2**28 bytes and 2**16.', ['The limit is 2**28 bytes and 2**16.']],
    ['Set A__B__C or the __init__ method.', ['Set A__B__C or the __init__ method.']],
    ['It is __very loud__ and **red**.', ['It is very loud and red.']],
    ['if a<b or c>d holds', ['if a<b or c>d holds']],
    [
      'The port of the server is\n8471. Another is free.',
      ['The port of the server is 8471.', 'Another is free.'],
    ],
    ['| `a \\| b` | pipe |\n| --- | --- |\n| `c \\| d` | two |', ['`c | d` · two']],
    [
      'question: How long?; answer: 12 s; the lamp turns amber.',
      ['question: How long?; answer: 12 s; the lamp turns amber.'],
    ],
    [
      'The answer is no. You cannot. See No. 7.',
      ['The answer is no.', 'You cannot.', 'See No. 7.'],
    ],
    ['<details open>Install it.</details> Use <ol reversed> now.', ['Install it.', 'Use now.']],
    [
      'Use the placeholder and then\n\\<name\\> comes. Done.',
      ['Use the placeholder and then \\<name\\> comes.', 'Done.'],
    ],
    [
      '1. Stop it:\n\n   All end.\n2. Install it\n3. Start it',
      ['Stop it:', 'All end.', 'Install it', 'Start it'],
    ],
  ])('changes nothing of what it says: %s', (passage, pieces) => {
    expect(sentences(passage).map(({ text }) => text)).toEqual(pieces);
  });

  it('tells under which heading a piece stands, and which opens its part', () => {
    const passage = 'Before.\n\n## Pumps\n\nThey pump. They last.\n\n### Wear\n\n- Slow';
    expect(sentences(passage).map(({ heading, opens, text }) => [heading, opens, text])).toEqual([
      ['', true, 'Before.'],
      ['Pumps', true, 'They pump.'],
      ['Pumps', false, 'They last.'],
      ['Wear', true, 'Slow'],
    ]);
  });

  it('shows as code what was escaped so as to be no markup', () => {
    expect(texts('Become root:\n\n\\# systemctl stop kite\n\\# systemctl start kite')).toEqual([
      'prose: Become root:',
      'code: # systemctl stop kite\n# systemctl start kite',
    ]);
  });

  it('joins no lines of program text', () => {
    const script = 'set -e\nrsync -a a b\n\nsystemctl reload kite';
    expect(sentences(script, 'site/deploy.sh').map(({ kind, text }) => [kind, text])).toEqual([
      ['code', 'set -e\nrsync -a a b'],
      ['code', 'systemctl reload kite'],
    ]);
  });
});
