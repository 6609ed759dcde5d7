import { describe, expect, it } from 'vitest';
import { html } from './html.ts';

const textOf = (page: string) => html.read(page).text;

describe('marks of HTML', () => {
  it.each([
    ['<h2><a name="x"></a></h2><p>The timeout is 9 seconds.</p>', 'The timeout is 9 seconds.'],
    ['<ul><li></li></ul><p>After.</p>', 'After.'],
    ['<ul><li><p>Item.</p></li></ul><h3><b>Title</b></h3>', '- Item.\n\n### Title'],
  ])('stay with what they stand around: %s', (page, text) => {
    expect(textOf(page)).toBe(text);
  });

  it.each([
    [
      '<h2><button>How do I pay?<svg>+</svg></button></h2><p>By card.',
      '## How do I pay?\n\nBy card.',
    ],
    ['<details><summary> <button>How?</button></summary>So.</details>', 'How?\n\nSo.'],
    ['<dl><dt><button>How?</button></dt><dd>So.</dd></dl>', 'How?\n\nSo.'],
    ['<h2>Price <button>Copy</button></h2><button>Buy</button>', '## Price'],
  ])('are those of buttons that are a label, and of no others: %s', (page, text) => {
    expect(textOf(page)).toBe(text);
  });
});

describe('superscripts and subscripts', () => {
  it.each([
    ['10<sup>15</sup> photons', '10^15 photons'],
    ['10<sup> <i>-3</i> </sup> m<sup>2</sup>', '10^-3 m2'],
    ['2<sup>n+1</sup>, 2<sup>2<sup>3</sup></sup>, 2<sup>n</sup>', '2^(n+1), 2^(2^3), 2^n'],
    ['in 1998<sup>2</sup>', 'in 1998^2'],
    ['1011<sub>2</sub> is 11, H<sub>2</sub>O', '1011_2 is 11, H2O'],
    ['the 1<sup>st</sup> and 21<sup>er</sup>, 20<sup>o</sup>C', 'the 1st and 21er, 20oC'],
    ['<p>10</p><p><sup>2</sup> See there.', '10\n\n2 See there.'],
    [
      'in 1998<sup><a href="#fn2">2</a></sup> or 1999<a href="#fn3"><sup>[3]</sup></a>.',
      'in 1998 [2] or 1999 [3].',
    ],
    ['<a href="#area">10<sup>6</sup> m</a>', '10^6 m'],
    [
      '<table><tr><td>Mass<td>kg<tr><td>Sun<td><b>10</b><sup>30</sup></table>',
      '| Mass | kg |\n| --- | --- |\n| Sun | 10^30 |',
    ],
  ])('leave the numbers before them as they are: %s', (page, text) => {
    expect(textOf(page)).toBe(text);
  });
});

describe('text of HTML', () => {
  it.each([
    ['<p># systemctl restart garza', '\\# systemctl restart garza'],
    ['<ul><li>## two</ul>', '- \\## two'],
    ['<p>```', '\\```'],
    ['<table><tr><td># reboot</table>', '\\# reboot'],
    ['<p>&lt;script&gt; loads it', '\\<script> loads it'],
    ['<p>&lt;!-- a remark', '\\<!-- a remark'],
    ['<h2># 1 of all</h2>', '## # 1 of all'],
    ['<p>#1 of all, &lt;user&gt;', '#1 of all, <user>'],
  ])('opens no heading, fence or markup: %s', (page, text) => {
    expect(textOf(page)).toBe(text);
    const { blocks } = html.structure(`${textOf(page)}\n\n# Next\n\nMore.`);
    expect(blocks.at(-1)?.headings.at(-1)).toBe('Next');
  });
});

describe('code in a table', () => {
  const code = '```\ndef f():\n    return 1\n```';
  const span = '<span>def</span> f():';

  it.each([
    [
      `<table><tr><td><div><pre>1\n2</pre></div></td>
       <td><div><pre>${span}\n    return 1\n</pre></div></td></tr></table>`,
      code,
    ],
    [
      `<table><tr><th colspan=2>f.py</th></tr><tr><td><pre><span>9</span><br><span>10</span><br></pre></td>
       <td><pre><span>${span}</span><br><span>    return 1</span><br></pre></td></tr></table>`,
      `f.py\n\n${code}`,
    ],
  ])('is code where the numbers of its lines stand beside it: %s', (page, text) => {
    expect(textOf(`${page}<p>End.`)).toBe(`${text}\n\nEnd.`);
  });

  it('stays in a table of more', () => {
    const row = (number: number, body: string) => `<tr><td>${number}<td><pre>${body}</pre>`;
    expect(textOf(`<table>${row(1, 'a\nb')}${row(2, 'c')}</table>`)).toBe(
      '| 1 | a b |\n| --- | --- |\n| 2 | c |',
    );
    expect(textOf(`<table>${row(404, '{ }')}</table>`)).toBe('| 404 | { } |\n| --- | --- |');
    const step = '<p>Stop it:</p><pre>pump stop | cat</pre><p>Then:</p><pre>rm -rf cache</pre>';
    expect(textOf(`<table><tr><td>1<td>${step}</table>`)).toBe(
      '| 1 | Stop it: pump stop \\| cat Then: rm -rf cache |\n| --- | --- |',
    );
  });
});
