import { expect, it } from 'vitest';
import { decodeLetters } from './letter-entities.ts';

it.each([
  ['c&oacute;digo &iquest;qu&eacute;? &#241; &#xF1;', 'código ¿qué? ñ ñ'],
  ['a &lt;b&gt; &amp;oacute; &#60;', 'a &lt;b&gt; &amp;oacute; &#60;'],
  ['Write `&eacute;` for &eacute;.', 'Write `&eacute;` for é.'],
  ['```html\n&eacute;\n```\n&eacute;', '```html\n&eacute;\n```\né'],
  ['AT&T; &nosuch; &zwj;&shy; &#xD800;', 'AT&T; &nosuch; &zwj;&shy; &#xD800;'],
])('%j', (source, text) => {
  expect(decodeLetters(source)).toBe(text);
});
