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
